import { type IdentifierKey, identifierKey, type User } from '../../accounts/index.ts';
import type { Db } from '../engines/engine.ts';
import type { IdentifierKind } from '../tables.ts';

export interface Identifier {
  readonly kind: IdentifierKind;
  readonly key: IdentifierKey;
}

/** What a user is found by, the email first. */
export function identifiersOf(user: Pick<User, 'email' | 'username'>): readonly Identifier[] {
  return [
    ...(user.email === null ? [] : [{ kind: 'email' as const, key: identifierKey(user.email) }]),
    ...(user.username === null ? [] : [{ kind: 'username' as const, key: identifierKey(user.username) }]),
  ];
}

/**
 * Gives the identifiers to the user, or, when somebody holds one of them, none; then it says which. Waits for another
 * transaction that is about to take one.
 */
export async function claimIdentifiers(
  db: Db,
  user: Pick<User, 'userId' | 'connectionId'>,
  identifiers: readonly Identifier[],
): Promise<IdentifierKind | undefined> {
  const owner = { connection_id: user.connectionId, user_id: user.userId };
  const claimed: Identifier[] = [];
  for (const { kind, key } of identifiers) {
    const row = await db
      .insertInto('user_identifiers')
      .values({ ...owner, kind, key })
      .onConflict((conflict) => conflict.columns(['key', 'connection_id']).doNothing())
      .returning('key')
      .executeTakeFirst();
    if (row === undefined) {
      await releaseIdentifiers(db, user, claimed);
      return kind;
    }
    claimed.push({ kind, key });
  }
  return undefined;
}

/** Takes identifiers away from a user. */
export async function releaseIdentifiers(
  db: Db,
  user: Pick<User, 'userId' | 'connectionId'>,
  identifiers: readonly Identifier[],
): Promise<void> {
  for (const { key } of identifiers) {
    await db
      .deleteFrom('user_identifiers')
      .where('connection_id', '=', user.connectionId)
      .where('key', '=', key)
      .where('user_id', '=', user.userId)
      .execute();
  }
}
