import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { eventually } from '../kit/eventually.ts';
import { createLegacyConnection, type LegacyConnection, scriptsOver } from '../kit/legacy-connection.ts';
import { readRows } from '../kit/read-rows.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { createStatementGate, type StatementGate } from '../kit/statement-gate.ts';
import { stores } from '../kit/stores.ts';

/*
 * Two first logins of one user, held between two of their steps: what 200 at once meet by chance, one after the other.
 * SQLite lets no second writer begin; in PostgreSQL each statement sees what others have committed until then.
 */
const jane = { email: 'jane@example.com', password: 'correct horse' };
const legacyUser = {
  identifiers: [jane.email],
  password: jane.password,
  profile: { user_id: 1001, email: jane.email },
};
const insertUser = /insert into "users"/;
const insertHash = /insert into "password_hashes"/;
const options = stores.find(({ name }) => name === 'PostgreSQL')?.options ?? { skip: 'needs PostgreSQL' };

const moments = [
  { moment: 'has looked for the id and not yet for the email', statement: /from "tombstones"/ },
  { moment: 'has found nobody and not yet written', statement: insertUser },
];

for (const { moment, statement } of moments) {
  test(`a login that ${moment} while another migrates the user finds it present`, options, async (t) => {
    const { gate, connection, logIn } = await startGated(t);
    const held = gate.hold(statement);
    const slow = logIn();
    await held.reached;
    assert.equal((await logIn()).status, 200);
    held.release();
    assertRight(await slow);
    assert.equal((await connection.user(jane.email)).logins_count, 2);
  });
}

test('a login that waits for another to commit finds the user present', options, async (t) => {
  const { connection, first, second, release } = await oneWaitsForTheOther(t);
  release();
  assertRight(await first);
  assertRight(await second);
  assert.equal((await connection.user(jane.email)).logins_count, 2);
});

test('a login that waits for another which fails migrates the user itself', options, async (t) => {
  const { connection, gate, first, second, release } = await oneWaitsForTheOther(t);
  gate.fail(insertHash, new Error('the disk is full'));
  release();
  assert.equal((await first).status, 500);
  assertRight(await second);
  assert.equal((await connection.user(jane.email)).logins_count, 1);
});

/** The first login has written the user and not yet its hash; the second waits in the database for what becomes of it. */
async function oneWaitsForTheOther(
  t: TestContext,
): Promise<Gated & { readonly first: Promise<Answer>; readonly second: Promise<Answer>; release(): void }> {
  const gated = await startGated(t);
  const { gate, segue, logIn } = gated;
  const held = gate.hold(insertHash);
  const first = logIn();
  await held.reached;
  const second = logIn();
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await eventually(async () => (await readRows(segue.databaseUrl, waiting)).length === 1, {
    within: 10_000,
    what: 'the second login waits for the first',
  });
  return { ...gated, first, second, release: held.release };
}

interface Gated {
  readonly gate: StatementGate;
  readonly segue: Segue;
  readonly connection: LegacyConnection;
  logIn(): Promise<Answer>;
}

async function startGated(t: TestContext): Promise<Gated> {
  const gate = createStatementGate();
  const store = stores.find(({ name }) => name === 'PostgreSQL');
  assert.ok(store);
  const segue = await startSegue(store, { seams: { aroundStatement: gate.aroundStatement } });
  t.after(() => segue.stop());
  const connection = await createLegacyConnection(segue, scriptsOver([legacyUser]));
  return { gate, segue, connection, logIn: () => connection.logIn(jane.email, jane.password) };
}

function assertRight({ status, text }: Answer): void {
  assert.equal(status, 200, text);
}
