import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { eventually } from '../kit/eventually.ts';
import { stores } from '../kit/stores.ts';
import { type Connected, openLegacyStage } from './legacy-stage.ts';

const outages = ['hangs', 'slow', 'resets', 'refuses'] as const;

function assertOutage({ status, headers, body, text }: Answer): void {
  assert.equal(status, 503, text);
  assert.equal(body.error, 'temporarily_unavailable');
  assert.match(headers.get('retry-after') ?? '', /^[1-9]\d*$/);
}

for (const store of stores) {
  test(
    `a legacy system that is away, in four ways, and comes back, ${store.name}`,
    store.options,
    async (t) => {
      const { segue, connect } = await openLegacyStage(t, store, { deadlineMs: 4_000 });
      const troubled = await Promise.all(outages.map((name) => connect(name)));
      const healthy = await connect('healthy');
      const each = async (act: (one: Connected) => Promise<void>): Promise<void> => {
        await Promise.all(troubled.map(act));
      };
      let newcomers = 0;
      const someNewcomer = (): string => {
        newcomers += 1;
        return `newcomer${newcomers}@example.com`;
      };

      // One after the other: the first call of each starts a process.
      for (const { logIn, condition } of troubled) {
        assert.equal((await logIn('moved@example.com')).status, 200);
        assert.deepEqual(await condition(), { state: 'closed', in_flight: 0, waiting: 0 });
      }
      await Promise.all(troubled.map(({ legacy }, at) => legacy.feel(outages[at] ?? 'hangs')));

      await t.test('who has not moved is asked to try again, and never told "wrong password"', () =>
        each(async ({ logIn }) => {
          const logins = Array.from({ length: 5 }, () => logIn(someNewcomer()));
          for (const answer of await Promise.all(logins)) assertOutage(answer);
        }),
      );

      await t.test('then the breaker is open: nobody waits, and the legacy system is left alone', () =>
        each(async ({ legacy, logIn, signUp, condition }) => {
          const { state, reason, retry_after_seconds } = await condition();
          assert.equal(state, 'open');
          assert.match(reason, /^(connection-failed|deadline)/);
          assert.ok(retry_after_seconds >= 1 && retry_after_seconds <= 5);
          const before = legacy.asked();
          const answers = [
            await logIn(someNewcomer()),
            await logIn(someNewcomer(), 'not the password'),
            await logIn('nobody@example.com'),
          ];
          for (const answer of answers) assertOutage(answer);
          assert.equal(new Set(answers.map(({ text }) => text)).size, 1, 'nothing tells who exists');
          const signedUp = await signUp(someNewcomer());
          assert.equal(signedUp.status, 503, signedUp.text);
          assert.match(signedUp.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
          assert.equal(legacy.asked(), before);
        }),
      );

      await t.test('who has moved notices nothing, nor does another connection', async () => {
        await each(async ({ logIn }) => {
          assert.equal((await logIn('moved@example.com')).status, 200);
          assert.equal((await logIn('moved@example.com', 'not the password')).status, 403);
        });
        assert.equal((await healthy.logIn(someNewcomer())).status, 200);
        assert.equal((await healthy.logIn('nobody@example.com')).status, 403);
      });

      await t.test('the operator is told once for each connection, and sees it in the metrics', async () => {
        const opened = await logsOf('legacy-breaker-opened');
        assert.deepEqual(opened.map(({ connection }) => connection).toSorted(), outages.toSorted());
        for (const { type, description, details } of opened) {
          assert.equal(type, 'w');
          assert.match(description, /does not answer/);
          assert.match(details.advice, /Segue asks again by itself/);
        }
        const metrics = (await segue.request('metrics')).text;
        for (const name of outages) {
          assert.match(metrics, new RegExp(`^segue_legacy_state\\{connection="${name}"\\} 2$`, 'm'));
        }
        assert.match(metrics, /^segue_legacy_state\{connection="healthy"\} 0$/m);
        const lines = segue.logLines.filter((line) => line.includes('legacy-breaker-opened'));
        assert.equal(lines.length, outages.length);
        assert.ok(lines.every((line) => line.includes('"level":"warn"')));
      });

      await t.test(
        'when it is back, the next login after the pause finds out, and all is as before',
        async () => {
          await each(({ legacy }) => legacy.feel('works'));
          await each(async ({ logIn, condition, connection }) => {
            const isOver = async (): Promise<boolean> => (await condition()).retry_after_seconds === 0;
            await eventually(isOver, {
              within: 20_000,
              what: `the end of the pause on "${connection.name}"`,
            });
            assert.equal((await logIn(someNewcomer())).status, 200);
            assert.deepEqual(await condition(), { state: 'closed', in_flight: 0, waiting: 0 });
            assert.equal((await logIn('nobody@example.com')).status, 403);
          });
          const closed = await logsOf('legacy-breaker-closed');
          assert.deepEqual(closed.map(({ connection }) => connection).toSorted(), outages.toSorted());
          for (const { type, details } of closed) {
            assert.deepEqual([type, details.by], ['w', 'answer']);
            assert.ok(details.openMs >= 5_000);
          }
          const metrics = (await segue.request('metrics')).text;
          assert.doesNotMatch(metrics, /^segue_legacy_state\{.*\} [12]$/m);
        },
      );

      async function logsOf(kind: string): ReturnType<typeof segue.logs> {
        return (await segue.logs()).filter(({ details }) => details?.kind === kind);
      }
    },
  );
}
