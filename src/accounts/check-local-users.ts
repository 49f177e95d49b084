import type { Clock } from '../lib/clock.ts';
import type { AccountsStore } from './accounts-store.ts';
import { type Connection, isMigrationActive } from './connection.ts';
import type { CheckLocalUsers, JobOutcome, NewJob, StoredJob } from './jobs.ts';
import type { LegacyDirectory } from './legacy-directory.ts';
import { existsInLegacy } from './legacy-presence.ts';
import type { User } from './user.ts';

export interface CheckLocalUsersNeeds {
  readonly store: AccountsStore;
  readonly legacy: Pick<LegacyDirectory, 'find'>;
  readonly clock: Clock;
}

// One job looks through so many users and asks about so few of them: a legacy system that takes its 20 s for every answer
// leaves it within a job's two minutes, and the logins of the connection find the scripts free.
const mostUsers = 500;
const mostQuestions = 5;

const advice =
  'Nobody has proved that this address is theirs, and the legacy user store knows it. Let the user verify it; or delete the user and lift the tombstone, and the legacy user migrates at the next login.';

/** The job that looks for doubtful users, from the first: due when import mode is switched on (S19). */
export function localUsersCheck({ id: connectionId }: Connection): NewJob {
  return checkFrom({ connectionId, afterUserId: '', asked: 0, found: 0, unclear: 0 });
}

/**
 * Looks through local users for those with an unproved address that the legacy system knows, one stretch at a time, and
 * leaves a job for the next: a check of many users survives restarts and outages.
 */
export async function checkLocalUsers(
  needs: CheckLocalUsersNeeds,
  { payload }: Extract<StoredJob, { kind: 'check-local-users' }>,
): Promise<JobOutcome> {
  const { store, clock } = needs;
  const { connectionId, afterUserId } = payload;
  const connection = await store.connections.find(connectionId);
  if (connection === undefined || !isMigrationActive(connection)) return { never: 'import mode is off' };
  const { users } = await store.users.list({
    connectionId,
    afterUserId,
    offset: 0,
    limit: mostUsers,
    withTotal: false,
  });
  const stretch = stretchOf(users);
  const answers = await askAbout(needs, connection, stretch.filter(isUnproved));
  if (answers === 'unavailable') return { again: 'the legacy user store is unavailable' };
  const next = addUp(payload, stretch.at(-1), answers);
  await store.transact(async (tx) => {
    const context = { connectionId, connectionName: connection.name };
    for (const { userId, email } of answers.found) {
      if (!(await tx.doubtfulUsers.add(userId, clock.now()))) continue;
      await tx.events.record({ ...context, kind: 'doubtful-user-found', userId, identifier: email, advice });
    }
    if (users.length > 0) return void (await tx.jobs.add(checkFrom(next)));
    const { asked, found, unclear } = next;
    await tx.events.record({ ...context, kind: 'local-users-checked', asked, found, unclear });
  });
  return { done: true };
}

function checkFrom(payload: CheckLocalUsers): NewJob {
  return { kind: 'check-local-users', dedupeKey: payload.connectionId, payload };
}

interface Asked {
  readonly asked: number;
  readonly found: readonly User[];
  /** For whom the script failed: the events say why. */
  readonly unclear: number;
}

async function askAbout(
  needs: CheckLocalUsersNeeds,
  connection: Connection,
  unproved: readonly User[],
): Promise<Asked | 'unavailable'> {
  const found: User[] = [];
  let unclear = 0;
  for (const user of unproved) {
    const { userId, email } = user;
    const context = { userId, identifier: email };
    const { presence } = await existsInLegacy(needs, connection, email ?? '', context, userId);
    if (presence === 'unavailable') return presence;
    if (presence === 'exists') found.push(user);
    if (presence === 'fault') unclear += 1;
  }
  return { asked: unproved.length, found, unclear };
}

function isUnproved({ email, emailVerified }: User): boolean {
  return email !== null && !emailVerified;
}

/** The users up to the one about whom there would be a question too many. */
function stretchOf(users: readonly User[]): readonly User[] {
  const tooMany = users.filter(isUnproved)[mostQuestions];
  return tooMany === undefined ? users : users.slice(0, users.indexOf(tooMany));
}

function addUp(
  before: CheckLocalUsers,
  last: User | undefined,
  { asked, found, unclear }: Asked,
): CheckLocalUsers {
  return {
    connectionId: before.connectionId,
    afterUserId: last?.userId ?? before.afterUserId,
    asked: before.asked + asked,
    found: before.found + found.length,
    unclear: before.unclear + unclear,
  };
}
