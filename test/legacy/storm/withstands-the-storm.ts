import { randomInt } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { skipWithoutProc } from '../../kit/processes.ts';
import type { TestedStore } from '../../kit/stores.ts';
import { assertMemoryIsBack, assertNoneLeft, assertSound, assertUsers } from './assert-left-behind.ts';
import { assertBehaved, assertMisbehaved, assertReturned, tally } from './assert-visits.ts';
import { type Chance, createChance } from './chance.ts';
import { sendCrowd, type Visit } from './send-crowd.ts';
import { type InUse, type StormStage, setStormStage } from './storm-stage.ts';
import { gatherVisitors, pioneersOf, type Visitor } from './visitors.ts';

const connections = 50;
/** Who has not been answered yet; more of them would wait in queues. */
const crowd = 48;
/** While every login starts a process. */
const few = 8;
/** Long after a loaded machine is through. */
const timeoutMs = 900_000;

/**
 * So many people log in for the first time, over many connections, and the scripts misbehave with a tenth of them at
 * random. Every right password is accepted all the same, and when it is over nothing is left of it.
 */
export function withstandsTheStorm(store: TestedStore, people: number): void {
  const name = `${people} logins over ${connections} connections, a tenth of them misbehaving, ${store.name}`;
  const options = store.options.skip === false ? skipWithoutProc : store.options;
  test(name, { ...options, timeout: timeoutMs }, async (t) => {
    const seed = Number(process.env['SEGUE_TEST_SEED'] ?? randomInt(2 ** 32));
    t.diagnostic(`SEGUE_TEST_SEED=${seed}`);
    const chance = createChance(seed);
    const stage = await setStormStage(t, store, connections);
    const pioneers = pioneersOf(connections);
    await t.test('before, some are accepted on each connection', async () => {
      assertBehaved(await sendCrowd(stage, pioneers, { atOnce: few, chance }));
    });
    const atFirst = await stage.atRest();
    const visitors = gatherVisitors(chance, { people, connections });
    await comeAndGo(t, stage, visitors, chance);
    await leaveNothing(t, stage, [...pioneers, ...visitors], atFirst);
  });
}

async function comeAndGo(
  t: TestContext,
  stage: StormStage,
  visitors: readonly Visitor[],
  chance: Chance,
): Promise<void> {
  let visits: readonly Visit[] = [];
  await t.test('every right password is accepted, and nobody is told that it is wrong', async (t) => {
    visits = await sendCrowd(stage, visitors, { atOnce: crowd, chance });
    for (const line of tally(visits)) t.diagnostic(line);
    assertBehaved(visits);
    assertMisbehaved(visits);
  });

  await t.test('who has moved is always accepted at once', () => assertReturned(visits));

  await t.test('the scripts are put right, and everybody whose login misbehaved is accepted', async () => {
    await stage.putRight();
    const troubled = visitors.filter(({ misdeed }) => misdeed !== undefined);
    const behaving = troubled.map((visitor) => ({ ...visitor, misdeed: undefined }));
    assertBehaved(await sendCrowd(stage, behaving, { atOnce: crowd, chance }));
  });
}

async function leaveNothing(
  t: TestContext,
  stage: StormStage,
  everybody: readonly Visitor[],
  atFirst: InUse,
): Promise<void> {
  await t.test('no process is left over, and memory is back at its start', async (t) => {
    const now = await stage.atRest();
    t.diagnostic(`at first ${JSON.stringify(atFirst)}`);
    t.diagnostic(`now ${JSON.stringify(now)}`);
    assertNoneLeft(atFirst, now);
    assertMemoryIsBack(atFirst, now);
  });
  await t.test('everybody is one whole user, and nobody else is', () => assertUsers(stage, everybody));
  await t.test('nothing unexpected was met, and no password told', () => assertSound(stage));
}
