import type { Actor } from './actor.ts';
import { type Connection, isMigrationActive } from './connection.ts';
import { identifierKey } from './identifier.ts';
import { existsInLegacy, type LegacyPresenceNeeds } from './legacy-presence.ts';
import { faultInIdentifiers } from './new-user.ts';
import type { User } from './user.ts';

/** The email or username that a user is to have. */
export interface NewIdentifiers {
  readonly email?: string;
  readonly username?: string;
}

export type IdentifierVerdict =
  | { readonly verdict: 'free' }
  | { readonly verdict: 'invalid'; readonly reason: string }
  /** Somebody has it, here or in the legacy system. */
  | { readonly verdict: 'taken'; readonly taken: 'email' | 'username' }
  | { readonly verdict: 'unavailable'; readonly retryAfterSeconds: number }
  | { readonly verdict: 'script-fault' };

export interface JudgeIdentifiersNeeds extends LegacyPresenceNeeds {
  readonly store: LegacyPresenceNeeds['store'] & {
    readonly users: { findByIdentifier(connectionId: string, key: string): Promise<User | undefined> };
  };
}

/**
 * Whether a user may have another email or username: nobody here has it and, while migration is active, nobody in the legacy
 * system either, but this same user (F9, F10). Run it before the transaction; the store's unique keys decide in the end.
 */
export async function judgeIdentifiers(
  needs: JudgeIdentifiersNeeds,
  connection: Connection,
  user: User,
  wanted: NewIdentifiers,
  actor: Actor,
): Promise<IdentifierVerdict> {
  const reason = faultInIdentifiers(wanted, connection.options);
  if (reason !== undefined) return { verdict: 'invalid', reason };
  for (const taken of ['email', 'username'] as const) {
    const identifier = wanted[taken];
    if (identifier === undefined || isSame(identifier, user[taken])) continue;
    const verdict = await judge(needs, connection, { user, taken, identifier, actor });
    if (verdict.verdict !== 'free') return verdict;
  }
  return { verdict: 'free' };
}

async function judge(
  needs: JudgeIdentifiersNeeds,
  connection: Connection,
  change: { user: User; taken: 'email' | 'username'; identifier: string; actor: Actor },
): Promise<IdentifierVerdict> {
  const { user, taken, identifier, actor } = change;
  const other = await needs.store.users.findByIdentifier(connection.id, identifierKey(identifier));
  if (other !== undefined && other.userId !== user.userId) return { verdict: 'taken', taken };
  if (!isMigrationActive(connection)) return { verdict: 'free' };
  const found = await existsInLegacy(needs, connection, identifier.trim(), actor, user.userId);
  switch (found.presence) {
    case 'absent':
      return { verdict: 'free' };
    case 'exists':
      return { verdict: 'taken', taken };
    case 'fault':
      return { verdict: 'script-fault' };
    case 'unavailable':
      return { verdict: 'unavailable', retryAfterSeconds: found.retryAfterSeconds };
  }
}

function isSame(wanted: string, current: string | null): boolean {
  return current !== null && identifierKey(wanted) === identifierKey(current);
}
