import assert from 'node:assert/strict';
import { createCanaries } from '../../kit/canaries.ts';
import { readRows } from '../../kit/read-rows.ts';
import type { InUse, StormStage } from './storm-stage.ts';
import type { Visitor } from './visitors.ts';

const megabyte = 2 ** 20;

/**
 * What may be in use more than at first. A kilobyte for each of ten thousand logins would be twice what is admitted of
 * the heap. Memory that was given back may stay with the process: the C library keeps it, by the busiest moment's need.
 */
const mayGrowBy = {
  heapUsed: 5 * megabyte,
  arrayBuffers: 8 * megabyte,
  external: 16 * megabyte,
  rss: 192 * megabyte,
} as const;

/** What the server holds of a script's process. Sockets that clients keep open, and their timers, are not counted. */
const ofProcesses = ['PipeWrap', 'ProcessWrap'] as const;

/** No end of a process is left in the server's hands. */
export function assertNoneLeft(atFirst: InUse, now: InUse): void {
  for (const kind of ofProcesses) {
    const [before, after] = [atFirst, now].map(({ resources }) => resources[kind] ?? 0);
    assert.equal(after, before, kind);
  }
}

export function assertMemoryIsBack(atFirst: InUse, now: InUse): void {
  for (const [kind, bytes] of Object.entries(mayGrowBy)) {
    const grown = memoryOf(now, kind) - memoryOf(atFirst, kind);
    assert.ok(grown <= bytes, `${kind} has grown by ${Math.round(grown / megabyte)} MB`);
  }
}

/** Everybody who knows the password has become one user, with all that belongs to one, and nobody else has. */
export async function assertUsers(
  { segue: { databaseUrl } }: StormStage,
  visitors: readonly Visitor[],
): Promise<void> {
  const expected = visitors.filter(({ knowsPassword }) => knowsPassword).map(({ email }) => email);
  const users = await readRows(databaseUrl, 'select email, user_id from users');
  assert.deepEqual(users.map(({ email }) => email).toSorted(), expected.toSorted());
  for (const { email, user_id } of users) assert.equal(user_id, `auth0|${email}`);
  const ids = users.map(({ user_id }) => user_id).toSorted();
  for (const partsOfUsers of [
    'select user_id from password_hashes',
    'select user_id from user_identifiers',
    `select user_id from events where kind = 'user-migrated'`,
  ]) {
    const rows = await readRows(databaseUrl, partsOfUsers);
    assert.deepEqual(rows.map(({ user_id }) => user_id).toSorted(), ids, partsOfUsers);
  }
}

/** It is still there, has met nothing that it did not expect, and has told no password. */
export async function assertSound({ segue, word }: StormStage): Promise<void> {
  const { status } = await segue.request('healthz');
  assert.equal(status, 200);
  const unexpected = segue.lines.filter((line) => /"level":"(?:error|fatal)"/.test(line));
  assert.deepEqual(unexpected, []);
  const canaries = createCanaries();
  canaries.watch('password', word);
  const lines = segue.lines.map((text) => ({ where: text.slice(0, 200), text }));
  assert.deepEqual(canaries.heardIn(lines), []);
}

function memoryOf({ memory }: InUse, kind: string): number {
  return Object.entries(memory).find(([name]) => name === kind)?.[1] ?? Number.NaN;
}
