import type { Clock } from '../lib/clock.ts';
import { brandOf, type TenantStore } from '../tenant/index.ts';
import type { AccountsStore } from './accounts-store.ts';
import type { JobOutcome, SendLetter, StoredJob } from './jobs.ts';
import { opensStill } from './new-ticket.ts';
import type { Letter, Postbox } from './postbox.ts';
import { type Ticket, ticketSecret, ticketSecretDigest } from './ticket.ts';

export interface SendLetterNeeds {
  readonly store: Pick<AccountsStore, 'tickets' | 'users' | 'events'>;
  readonly tenant: { readonly settings: Pick<TenantStore['settings'], 'get'> };
  readonly postbox: Postbox;
  readonly linkTo: LinkTo;
  readonly ticketKey: Uint8Array;
  readonly clock: Clock;
}

/** The address of the page that a ticket opens; it begins with SEGUE_URL, whatever a request claims (S11). */
export type LinkTo = (purpose: Ticket['purpose'], secret: string) => string;

type What = Pick<Letter, 'to'> &
  (
    | { readonly kind: Ticket['purpose']; readonly link: string; readonly expiresAt: number }
    | { readonly kind: 'password-changed' | 'email-changed'; readonly at: number }
  );

/**
 * Writes and posts a letter. A link that has become void meanwhile is not sent. A letter that could not be delivered for
 * now is tried again; one that never will be leaves an event.
 */
export async function sendLetter(
  needs: SendLetterNeeds,
  job: Extract<StoredJob, { kind: 'send-letter' }>,
): Promise<JobOutcome> {
  const what = await contentOf(needs, job.payload);
  if (what === undefined) return { never: 'its link is void' };
  const brand = brandOf(await needs.tenant.settings.get());
  const { languages, connectionId, userId } = job.payload;
  const result = await needs.postbox.deliver({ ...what, id: job.id, languages, brand });
  if (result.delivery === 'accepted') return { done: true };
  if (result.delivery === 'failed') return { again: result.reason };
  await needs.store.events.record({
    kind: 'letter-not-delivered',
    letter: what.kind,
    reason: result.reason,
    connectionId,
    userId,
    identifier: what.to,
  });
  return { never: result.reason };
}

async function contentOf(needs: SendLetterNeeds, { letter }: SendLetter): Promise<What | undefined> {
  if (!('ticketId' in letter)) return letter;
  const ticket = await needs.store.tickets.find(letter.ticketId);
  if (ticket === undefined || ticket.expiresAt <= needs.clock.now()) return undefined;
  if (!(await opensStill(needs.store, ticket))) return undefined;
  const { purpose, email, expiresAt } = ticket;
  const secret = ticketSecret(needs.ticketKey, ticket.id);
  if (ticketSecretDigest(secret) !== ticket.secretDigest) return undefined; // the master key was changed meanwhile
  const link = needs.linkTo(purpose, secret);
  return { kind: purpose, to: email, link, expiresAt };
}
