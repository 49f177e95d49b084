import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createManualClock, type ManualClock } from '../../src/accounts/fakes/manual-clock.ts';
import type { ScriptRunner } from '../../src/scripts/index.ts';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection, scriptsOver } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { until } from '../kit/until.ts';

const coldPeriodMs = 300;
const right = 'correct horse';
const legacy = scriptsOver(
  ['migrated', 'unmigrated', 'deleted'].map((name) => ({
    identifiers: [`${name}@example.com`],
    password: right,
    profile: { user_id: name, email: `${name}@example.com` },
  })),
);

/** Who tries, with which password, and how long the legacy system takes to answer, in the clock's time. */
const refused: readonly (readonly [who: string, password: string, legacyMs: number])[] = [
  ['migrated', 'wrong', 0],
  ['unmigrated', 'wrong', 40],
  ['nobody', 'wrong', 170],
  ['deleted', 'wrong', 60],
  ['deleted', right, 80],
  ['n'.repeat(250), 'wrong', 0], // longer than an address can be: no look-up, and no quicker answer
];

for (const store of stores) {
  describe(`S1: one clock for refusals, ${store.name}`, store.options, () => {
    let segue: Segue;
    let clock: ManualClock;
    let connection: LegacyConnection;
    let legacyMs = 0;
    before(async () => {
      clock = createManualClock(Date.now());
      const wrapRunner = (runner: ScriptRunner): ScriptRunner => ({
        ...runner,
        async run(call) {
          clock.advance(legacyMs);
          return runner.run(call);
        },
      });
      segue = await startSegue(store, { seams: { clock, wrapRunner } });
      connection = await createLegacyConnection(segue, legacy);
      for (const name of ['migrated', 'deleted']) {
        assert.equal((await connection.logIn(`${name}@example.com`, right)).status, 200);
      }
      await segue.manage('DELETE', 'users/auth0%7Cdeleted');
    });
    after(() => segue.stop());

    /** Logs in, and says how much of the clock's time had to pass until there was an answer. */
    async function refusal(
      identifier: string,
      password: string,
      tookMs: number,
    ): Promise<{ answer: Answer; afterMs: number }> {
      legacyMs = tookMs;
      const arrivedAt = clock.now();
      let answer: Answer | undefined;
      const answering = connection.logIn(identifier, password).then((given) => {
        answer = given;
      });
      await until(() => clock.waitedFor().length > 0 || answer !== undefined);
      const [waitsFor] = clock.waitedFor();
      assert.ok(waitsFor !== undefined, 'answered without waiting');
      clock.advance(waitsFor - clock.now() - 1);
      assert.deepEqual(clock.waitedFor(), [waitsFor], 'no answer before its time');
      clock.advance(1);
      await answering;
      assert.ok(answer !== undefined);
      return { answer, afterMs: clock.now() - arrivedAt };
    }

    for (const [who, password, tookMs] of refused) {
      test(`${who.slice(0, 10)}, ${password === right ? 'right' : 'wrong'} password: after one period`, async () => {
        const { answer, afterMs } = await refusal(`${who}@example.com`, password, tookMs);
        assert.deepEqual([answer.status, answer.body.error], [403, 'invalid_grant']);
        assert.equal(afterMs, coldPeriodMs);
      });
    }

    test('a legacy system that is slower than the period is answered at the next multiple', async () => {
      const { afterMs } = await refusal('unmigrated@example.com', 'wrong', coldPeriodMs + 40);
      assert.equal(afterMs, 2 * coldPeriodMs);
    });

    test('"blocked" is said after a right password only, and waits like the others', async () => {
      await segue.manage('PATCH', 'users/auth0%7Cmigrated', { blocked: true });
      const wrongPassword = await refusal('migrated@example.com', 'wrong', 0);
      assert.equal(wrongPassword.answer.status, 403);
      const blocked = await refusal('migrated@example.com', right, 0);
      assert.deepEqual([blocked.answer.status, blocked.answer.body.error], [401, 'unauthorized']);
      assert.deepEqual([wrongPassword.afterMs, blocked.afterMs], [coldPeriodMs, coldPeriodMs]);
      await segue.manage('PATCH', 'users/auth0%7Cmigrated', { blocked: false });
    });

    test('who waits holds nothing that a right login needs', async () => {
      legacyMs = 0;
      const waiting = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) =>
        connection.logIn(`${name}@example.com`, 'wrong'),
      );
      await until(() => clock.waitedFor().length === waiting.length);
      assert.equal((await connection.logIn('migrated@example.com', right)).status, 200);
      assert.equal((await connection.logIn('unmigrated@example.com', right)).status, 200);
      clock.advance(coldPeriodMs);
      for (const answer of await Promise.all(waiting)) assert.equal(answer.status, 403);
    });
  });
}
