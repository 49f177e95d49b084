import type { JobOutcome, SendLetter, StoredJob } from './jobs.ts';
import { type SendLetterNeeds, sendLetter } from './send-letter.ts';
import type { Throttles } from './throttles.ts';
import type { Ticket } from './ticket.ts';

export interface SendLetterWithinLimitsNeeds extends SendLetterNeeds {
  readonly throttles: Pick<Throttles, 'letters'>;
}

/**
 * Sends a letter, unless it asks for proof of an address that was asked so often already: then the job has failed, as
 * whoever ordered the letter can see. Letters for a new password were counted when their link was made, and notices of a
 * change are not to be missed.
 *
 * @param run the first attempt is counted, and the others are the same letter
 */
export async function sendLetterWithinLimits(
  needs: SendLetterWithinLimitsNeeds,
  job: Extract<StoredJob, { kind: 'send-letter' }>,
  run: { readonly attempt: number },
): Promise<JobOutcome> {
  const ticket = run.attempt === 1 ? await verificationOf(needs, job.payload) : undefined;
  if (ticket === undefined) return sendLetter(needs, job);
  const place = await needs.throttles.letters.take(ticket);
  return place.admitted ? sendLetter(needs, job) : { never: 'too many letters were sent to its address' };
}

async function verificationOf(
  { store }: SendLetterWithinLimitsNeeds,
  { letter }: SendLetter,
): Promise<Ticket | undefined> {
  return letter.kind === 'email-verification' ? store.tickets.find(letter.ticketId) : undefined;
}
