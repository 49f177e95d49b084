import type { AccountsRepositories } from './accounts-store.ts';
import type { Actor } from './actor.ts';
import { endAllOf } from './end-all-of.ts';
import { noticeJob } from './letter-job.ts';
import type { User } from './user.ts';

export interface PasswordChange {
  readonly passwordHash: string;
  readonly at: number;
  readonly by: 'ticket' | 'operator';
  readonly actor: Actor;
  /** Whether the address counts as verified from now on. */
  readonly emailVerified: boolean;
  readonly languages: readonly string[];
}

/**
 * Sets a user's password, in the caller's transaction: all sessions, refresh tokens and tickets end (S12), and the address
 * is told. Who was blocked stays blocked (S18).
 */
export async function changePassword(
  tx: AccountsRepositories,
  user: User,
  { passwordHash, at, by, actor, emailVerified, languages }: PasswordChange,
): Promise<void> {
  await tx.passwordHashes.replace(user.userId, passwordHash, at);
  if (emailVerified !== user.emailVerified) await tx.users.update(user.userId, { emailVerified }, at);
  await endAllOf(tx, user);
  const connection = await tx.connections.find(user.connectionId);
  await tx.events.record({
    kind: 'password-changed',
    by,
    ...actor,
    connectionId: user.connectionId,
    connectionName: connection?.name ?? null,
    userId: user.userId,
    identifier: user.email ?? user.username,
  });
  if (user.email !== null) {
    await tx.jobs.add(noticeJob('password-changed', user, { to: user.email, at, languages }));
  }
}
