import type { User, UserChanges, WriteOutcome } from '../../accounts/index.ts';
import type { Db } from '../engines/engine.ts';
import { findUserToChange } from './find-user-to-change.ts';
import { claimIdentifiers, identifiersOf, releaseIdentifiers } from './identifiers.ts';
import { updateSearchEntries } from './search/search-entries.ts';
import { changedUser, rowFromUser } from './user-row.ts';

/** Changes a user with its identifiers; `undefined` when there is none. */
export async function updateUser(
  db: Db,
  hasRowLocks: boolean,
  change: { readonly userId: string; readonly changes: UserChanges; readonly at: number },
): Promise<(WriteOutcome & { readonly user?: User }) | undefined> {
  const before = await findUserToChange(db, hasRowLocks, change.userId);
  if (before === undefined) return undefined;
  const user = changedUser(before, change.changes, change.at);
  const taken = await moveIdentifiers(db, before, user);
  if (taken !== undefined) return { done: false, taken };
  await db.updateTable('users').set(rowFromUser(user)).where('user_id', '=', user.userId).execute();
  await updateSearchEntries(db, before, user);
  return { done: true, user };
}

async function moveIdentifiers(db: Db, before: User, after: User): Promise<'email' | 'username' | undefined> {
  const had = identifiersOf(before);
  const has = identifiersOf(after);
  const isIn = (list: typeof had, key: string): boolean => list.some((each) => each.key === key);
  const taken = await claimIdentifiers(
    db,
    after,
    has.filter(({ key }) => !isIn(had, key)),
  );
  if (taken === undefined) {
    await releaseIdentifiers(
      db,
      before,
      had.filter(({ key }) => !isIn(has, key)),
    );
  }
  return taken;
}
