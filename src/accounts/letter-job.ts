import type { NewJob } from './jobs.ts';
import type { Ticket } from './ticket.ts';
import type { User } from './user.ts';

/** The job that sends a ticket's link to its address. */
export function letterJob({ id, purpose, connectionId, userId, languages }: Ticket): NewJob {
  return {
    kind: 'send-letter',
    payload: { letter: { kind: purpose, ticketId: id }, connectionId, userId, languages },
  };
}

/** The job that tells an address of a change; it is added in the transaction of the change, or there was none. */
export function noticeJob(
  kind: 'password-changed' | 'email-changed',
  { userId, connectionId }: Pick<User, 'userId' | 'connectionId'>,
  { to, at, languages = [] }: { to: string; at: number; languages?: readonly string[] },
): NewJob {
  return { kind: 'send-letter', payload: { letter: { kind, to, at }, connectionId, userId, languages } };
}
