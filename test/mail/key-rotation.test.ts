import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createManualClock } from '../../src/accounts/fakes/manual-clock.ts';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { openMailbox } from '../kit/mailbox.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores, type TestedStore } from '../kit/stores.ts';
import { closedPort, everybody, forget, untilMetric } from './letters-stage.ts';

const [oldKey, newKey] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];

for (const store of stores) {
  test(
    `a letter that waits for the mail server outlives a rotation of the master key, ${store.name}`,
    store.options,
    async (t) => {
      const database = await store.empty();
      const kept: TestedStore = {
        ...store,
        empty: async () => ({ url: database.url, remove: async () => {} }),
      };
      const clock = createManualClock(Date.now());
      const started = (SMTP_URL: string, SEGUE_SECRET_KEY: string): ReturnType<typeof startSegue> =>
        startSegue(kept, { environment: { SMTP_URL, SEGUE_SECRET_KEY }, seams: { clock } });

      const before = await started(`smtp://127.0.0.1:${await closedPort()}`, oldKey);
      const connection = await createLegacyConnection(before, everybody);
      await forget(before, connection, 'ada@example.com');
      await untilMetric(before, 'segue_job_attempts_total{kind="send-letter",end="put-back"}', 1);
      await before.stop();

      clock.advance(60_000);
      const mailbox = await openMailbox();
      t.after(() => mailbox.close());
      const after = await started(mailbox.url, `${newKey},${oldKey}`);
      t.after(async () => {
        await after.stop();
        await database.remove();
      });
      const letter = await mailbox.waitFor(({ to }) => to.includes('ada@example.com'));
      const [link = ''] = letter.links.filter((each) => each.includes('ticket='));
      after.canaries.watch('ticket', new URL(link).searchParams.get('ticket') ?? '');
      const { pathname, search } = new URL(link);
      const page = new URL(`${pathname}${search}`, after.url);
      assert.equal((await fetch(page)).status, 200);
      const body = new URLSearchParams({ password: 'a quite new battery staple' });
      const chosen = await fetch(page, { method: 'POST', body, redirect: 'manual' });
      assert.ok(chosen.status < 400, `${chosen.status}`);
      assert.equal((await fetch(page)).status, 410);
    },
  );
}
