import type { Clock } from '../lib/clock.ts';
import { brandOf, type TenantStore } from '../tenant/index.ts';
import type { AccountsStore } from './accounts-store.ts';
import type { JobAgain, JobOutcome, SendLetter, StoredJob } from './jobs.ts';
import { opensStill } from './new-ticket.ts';
import type { Letter, Postbox } from './postbox.ts';
import { type Ticket, ticketSecret, ticketSecretDigest } from './ticket.ts';

export interface SendLetterNeeds {
  readonly store: Pick<AccountsStore, 'tickets' | 'users'>;
  readonly tenant: { readonly settings: Pick<TenantStore['settings'], 'get'> };
  readonly postbox: Postbox;
  readonly linkTo: LinkTo;
  readonly ticketKey: Uint8Array;
  /** Of master keys that were replaced: their links are under way. */
  readonly formerTicketKeys: readonly Uint8Array[];
  readonly clock: Clock;
}

/** The address of the page that a ticket opens; it begins with SEGUE_URL, whatever a request claims (S11). */
export type LinkTo = (purpose: Ticket['purpose'], secret: string) => string;

type What = Pick<Letter, 'to'> &
  (
    | { readonly kind: Ticket['purpose']; readonly link: string; readonly expiresAt: number }
    | { readonly kind: 'password-changed' | 'email-changed'; readonly at: number }
  );

type Unsendable = Exclude<JobOutcome, { readonly done: true }>;

const keyIsMissing: Omit<JobAgain, 'until'> = {
  again: 'its link was made with a master key that is not known here',
  advice:
    'SEGUE_SECRET_KEY lacks the key that was used before, or another node’s: name it after the new one.',
};

/**
 * Writes and posts a letter. A link that has become void meanwhile is not sent. A letter that could not be delivered for
 * now is tried again for as long as its link is good.
 */
export async function sendLetter(
  needs: SendLetterNeeds,
  job: Extract<StoredJob, { kind: 'send-letter' }>,
): Promise<JobOutcome> {
  const what = await contentOf(needs, job.payload);
  if (!('to' in what)) return what;
  const brand = brandOf(await needs.tenant.settings.get());
  const result = await needs.postbox.deliver({
    ...what,
    id: job.id,
    languages: job.payload.languages,
    brand,
  });
  switch (result.delivery) {
    case 'accepted':
      return { done: true };
    case 'refused':
      return { never: result.reason };
    case 'failed': {
      const { reason: again, advice } = result;
      const until = 'expiresAt' in what ? { until: what.expiresAt } : {};
      return { again, ...until, ...(advice === undefined ? {} : { advice }) };
    }
  }
}

async function contentOf(needs: SendLetterNeeds, { letter }: SendLetter): Promise<What | Unsendable> {
  if (!('ticketId' in letter)) return letter;
  const ticket = await needs.store.tickets.find(letter.ticketId);
  if (ticket === undefined) return { never: 'its link was used, has expired or is void' };
  if (ticket.expiresAt <= needs.clock.now()) return { never: 'its link has expired' };
  if (!(await opensStill(needs.store, ticket)))
    return { never: 'its link is void: the user was changed since' };
  const { purpose, email, expiresAt } = ticket;
  const secret = secretOf(needs, ticket);
  if (secret === undefined) return { ...keyIsMissing, until: expiresAt };
  return { kind: purpose, to: email, link: needs.linkTo(purpose, secret), expiresAt };
}

/** Made with the key that the ticket was made with: the newest, or one that it has replaced meanwhile. */
function secretOf(
  { ticketKey, formerTicketKeys }: SendLetterNeeds,
  { id, secretDigest }: Ticket,
): string | undefined {
  return [ticketKey, ...formerTicketKeys]
    .map((key) => ticketSecret(key, id))
    .find((secret) => ticketSecretDigest(secret) === secretDigest);
}
