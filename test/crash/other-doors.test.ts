import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openMailbox, type ReceivedLetter } from '../kit/mailbox.ts';
import type { Segue } from '../kit/start-segue.ts';
import { stores, type TestedStore } from '../kit/stores.ts';
import { setCrashStage } from './crash-stage.ts';
import { doors } from './doors/all.ts';
import type { Left } from './doors/door.ts';
import { watchLink } from './doors/person.ts';
import { assertNoHalves } from './halves.ts';
import { type Plan, planVisits, type Scene } from './plan.ts';
import { tapSmtp } from './smtp-tap.ts';
import { judge, type Verdict } from './verdict.ts';
import { endOfJobs, type KilledVisit, killVisit, recallJobs } from './visit.ts';

/*
 * Sign-up, forgotten password, and all else that changes a user: each is killed at every instant of its way, the way of its
 * jobs and of its letter included, each time in a process of its own, about somebody of its own, on the database that the
 * last one left. Then Segue is started once more and does the jobs that are left. Whatever the instant: nothing has
 * happened, or the whole change; it has if the answer had said so; and the mailbox holds the letters of the changes that
 * have happened, and no others. A letter may have come twice, under one Message-ID: its acceptance cannot be known before
 * it is written down.
 */
const atOnce = 2; // the engines side by side: a process for each core of a small machine
const looksAtOnce = 8; // refused logins wait, and cost little

test('a change that is killed has happened whole, or not at all', { concurrency: atOnce }, async (t) => {
  await Promise.all(
    stores.map((store) => t.test(store.name, store.options, (t) => killEverywhere(t, store))),
  );
});

async function killEverywhere(t: TestContext, store: TestedStore): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const mailbox = await openMailbox();
  opened.defer(() => mailbox.close());
  const tap = await tapSmtp(mailbox.port);
  opened.defer(() => tap.close());
  const stage = await setCrashStage(store, { SMTP_URL: tap.url, SEGUE_TRUST_PROXY: '1' });
  opened.defer(() => stage.remove());
  const scene: Scene = { engine: store.name, stage, tap, mailbox, earlier: new Set() };

  const plans = await planVisits(scene, doors);
  const killed = new Map<Plan, readonly KilledVisit[]>();
  for (const plan of plans) {
    await t.test(plan.door.name, async (t) => void killed.set(plan, await killAll(t, scene, plan)));
  }
  await recallJobs(stage);
  const segue = await stage.restart();
  opened.defer(() => segue.stop());
  await lookAtAll(t, scene, segue, killed);
}

async function killAll(t: TestContext, scene: Scene, { visits }: Plan): Promise<readonly KilledVisit[]> {
  const killed: KilledVisit[] = [];
  for (const { instant, visit } of visits) {
    await t.test(`killed ${instant.name}`, async () => {
      killed.push(await killVisit(scene, visit, instant));
    });
  }
  return killed;
}

async function lookAtAll(
  t: TestContext,
  scene: Scene,
  segue: Segue,
  killed: ReadonlyMap<Plan, readonly KilledVisit[]>,
): Promise<void> {
  const { stage, mailbox, earlier } = scene;
  await t.test('the next Segue does the jobs that are left', () => endOfJobs(stage));
  await t.test('nothing is there by half', () => assertNoHalves(stage.databaseUrl));
  const letters = mailbox.letters().filter(({ messageId }) => !earlier.has(messageId));
  for (const [plan, visits] of killed) {
    await t.test(`${plan.door.name}: what is left`, { concurrency: looksAtOnce }, async (t) => {
      await t.test('not killed', async () => {
        await judge(segue, { visit: plan.undisturbed, acknowledged: true }, letters);
      });
      const verdicts = await judgeAll(t, segue, visits, letters);
      sumUp(t, `${scene.engine}, ${plan.door.name}`, visits, verdicts);
    });
  }
  await t.test('no line of any log tells the secret of a link', () => {
    for (const { links } of letters) for (const link of links) watchLink(stage, link);
    for (const { lines } of [...killed.values()].flat()) stage.assertDiscreet(lines);
    stage.assertDiscreet(segue.logLines);
  });
}

async function judgeAll(
  t: TestContext,
  segue: Segue,
  visits: readonly KilledVisit[],
  letters: readonly ReceivedLetter[],
): Promise<readonly Verdict[]> {
  const verdicts = visits.map(async (visit) => {
    const verdict: Verdict[] = [];
    await t.test(`killed ${visit.instant.name}`, async () => {
      verdict.push(await judge(segue, visit, letters));
    });
    return verdict;
  });
  return (await Promise.all(verdicts)).flat();
}

/** Once the change is there, every later instant leaves it there; and both have been seen. */
function sumUp(
  t: TestContext,
  what: string,
  visits: readonly KilledVisit[],
  verdicts: readonly Verdict[],
): void {
  const left = verdicts.map((verdict) => verdict.left);
  const count = (wanted: Left): number => left.filter((each) => each === wanted).length;
  const inSmtp = visits.filter(({ instant }) => instant.at === 'smtp').length;
  const acknowledged = visits.filter((visit) => visit.acknowledged).length;
  const repeated = verdicts.filter((verdict) => verdict.repeated > 0).length;
  t.diagnostic(
    `${what}: killed at ${visits.length} instants, ${inSmtp} of them in SMTP; ` +
      `${count('nothing')} times nothing was left, ${count('change')} times the change, ` +
      `${acknowledged} times acknowledged; ${repeated} times a letter came again`,
  );
  assert.deepEqual(left, left.toSorted().toReversed());
  assert.deepEqual(new Set(left), new Set(['nothing', 'change']));
}
