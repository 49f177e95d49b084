import type { AccountsRepositories } from './accounts-store.ts';
import type { StoredJob } from './jobs.ts';
import { letterJob } from './letter-job.ts';
import { holderHere, newTicket, type TicketNeeds, ticketLifetimesMs } from './new-ticket.ts';
import type { User } from './user.ts';

export type SendVerificationNeeds = TicketNeeds;

/** What a letter that asks for proof of an address is like. */
export interface Verification {
  readonly clientId?: string | null;
  /** BCP 47 tags, the most wanted first. */
  readonly languages?: readonly string[];
  readonly resultUrl?: string | null;
}

/** Writes, in the caller's transaction, the ticket and the job of a letter that asks a user to verify its address. */
export async function sendVerification(
  needs: SendVerificationNeeds,
  tx: AccountsRepositories,
  user: User,
  { clientId = null, languages = [], resultUrl = null }: Verification = {},
): Promise<StoredJob | undefined> {
  if (user.email === null || user.emailVerified) return undefined;
  const ticket = newTicket(needs, {
    ...holderHere(user, user.email),
    purpose: 'email-verification',
    clientId,
    languages,
    resultUrl,
    markEmailVerified: true,
    lifetimeMs: ticketLifetimesMs['email-verification'],
  });
  if (!(await tx.tickets.insert(ticket))) return undefined;
  return tx.jobs.add(letterJob(ticket));
}
