import type { Clock } from '../lib/clock.ts';
import type { AccountsStore } from './accounts-store.ts';
import type { Source } from './event.ts';
import { isStillBound } from './new-ticket.ts';
import { ticketSecretDigest } from './ticket.ts';

export interface VerifyEmailNeeds {
  readonly store: AccountsStore;
  readonly clock: Clock;
}

export type VerifyEmailOutcome =
  | { readonly outcome: 'verified'; readonly resultUrl: string | null }
  | { readonly outcome: 'gone' };

/** Marks the address of a ticket's user as verified; consumes the ticket in the same transaction (S11). */
export async function verifyEmail(
  { store, clock }: VerifyEmailNeeds,
  { secret, source }: { readonly secret: string; readonly source: Source },
): Promise<VerifyEmailOutcome> {
  const now = clock.now();
  const found = await store.tickets.findByDigest(ticketSecretDigest(secret), now);
  const { userId } = found ?? {};
  if (found?.purpose !== 'email-verification' || userId == null) return { outcome: 'gone' };
  return store.transact(async (tx) => {
    const user = await tx.users.findToChange(userId);
    if (user === undefined || !isStillBound(found, user)) return { outcome: 'gone' };
    const ticket = await tx.tickets.consume(found.id, now);
    if (ticket === undefined) return { outcome: 'gone' };
    await tx.users.update(userId, { emailVerified: true }, now);
    const connection = await tx.connections.find(user.connectionId);
    await tx.events.record({
      kind: 'email-verified',
      source,
      clientId: ticket.clientId,
      connectionId: user.connectionId,
      connectionName: connection?.name ?? null,
      userId,
      identifier: user.email,
    });
    return { outcome: 'verified', resultUrl: ticket.resultUrl };
  });
}
