import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualClock } from '../../src/accounts/fakes/manual-clock.ts';
import { eventually } from '../kit/eventually.ts';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { openMailbox } from '../kit/mailbox.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { closedPort, everybody, forget, linesOf, patience, untilMetric } from './letters-stage.ts';

const putBack = 'segue_job_attempts_total{kind="send-letter",end="put-back"}';
const doNotGoOut = /^letters do not go out/;
const people = ['ada@example.com', 'grace@example.com', 'jane@example.com'];

for (const store of stores) {
  test(
    `an outage of the mail server is told while it lasts, and each letter that it costs, ${store.name}`,
    store.options,
    async (t) => {
      const clock = createManualClock(Date.now());
      const environment = { SMTP_URL: `smtp://127.0.0.1:${await closedPort()}` };
      const segue = await startSegue(store, { environment, seams: { clock } });
      t.after(() => segue.stop());
      const connection = await createLegacyConnection(segue, everybody);

      for (const email of people) await forget(segue, connection, email);
      await untilMetric(segue, putBack, people.length);
      const [line, ...others] = linesOf(segue, doNotGoOut);
      assert.deepEqual(others, [], 'one line for all that fail within a minute');
      assert.deepEqual([line?.level, line?.['failures']], ['warn', 1]);
      assert.match(String(line?.['reason']), /ECONNREFUSED/);

      clock.advance(60_000); // their second attempt, too
      await untilMetric(segue, putBack, 2 * people.length, clock);
      clock.advance(60_000);
      await eventually(() => linesOf(segue, doNotGoOut).length > 1, {
        within: patience,
        what: 'a second line',
      });
      const counts = linesOf(segue, doNotGoOut).map(({ failures }) => Number(failures));
      assert.ok(counts.length <= 3, 'no more than once a minute');
      assert.ok((counts[1] ?? 0) >= people.length - 1, `${counts}`);

      clock.advance(24 * 3_600_000);
      const given = 'segue_events_total{kind="letter-not-delivered",connection="legacy"}';
      await untilMetric(segue, given, people.length, clock);
      const events = (await segue.logs()).filter(({ type }) => type === 'fn');
      assert.deepEqual(events.map(({ user_name }) => user_name).toSorted(), people);
      for (const { description, connection: name } of events) {
        assert.equal(description, 'The letter "password-change" was not delivered: its link has expired');
        assert.equal(name, 'legacy');
      }
      assert.deepEqual(
        linesOf(segue, /^letter-not-delivered$/).map(({ level }) => level),
        people.map(() => 'warn'),
      );
      for (const said of segue.logLines) assert.doesNotMatch(said, /ticket=|@example\.com/);
    },
  );

  test(
    `credentials that the mail server does not take are the operator’s to mend, ${store.name}`,
    store.options,
    async (t) => {
      const mailbox = await openMailbox({ credentials: { user: 'segue', password: 'another' } });
      t.after(() => mailbox.close());
      const SMTP_URL = `smtp://segue:wrong-as-can-be@127.0.0.1:${mailbox.port}`;
      const segue = await startSegue(store, { environment: { SMTP_URL } });
      t.after(() => segue.stop());
      segue.canaries.watch('smtp password', 'wrong-as-can-be');
      const connection = await createLegacyConnection(segue, everybody);
      await forget(segue, connection, 'ada@example.com');
      await eventually(() => linesOf(segue, doNotGoOut).length > 0, { within: patience, what: 'a line' });
      const [line] = linesOf(segue, doNotGoOut);
      assert.equal(line?.level, 'error');
      assert.equal(line['reason'], 'the SMTP server did not accept the credentials (535)');
      assert.match(String(line['advice']), /SMTP_URL/);
    },
  );

  test(
    `a letter that the recipient’s server will never take is an event at once, ${store.name}`,
    store.options,
    async (t) => {
      const mailbox = await openMailbox({
        answer: ({ step }) =>
          step === 'rcpt-to' ? { code: 550, text: '5.1.1 <ada@example.com>: no such user' } : undefined,
      });
      t.after(() => mailbox.close());
      const segue = await startSegue(store, { environment: { SMTP_URL: mailbox.url } });
      t.after(() => segue.stop());
      const connection = await createLegacyConnection(segue, everybody);
      await forget(segue, connection, 'ada@example.com');
      const refusal = async (): Promise<boolean> => (await segue.logs()).some(({ type }) => type === 'fn');
      await eventually(refusal, { within: patience, what: 'an event' });
      const [event] = (await segue.logs()).filter(({ type }) => type === 'fn');
      assert.match(event.description, /RCPT TO: 550 5\.1\.1 <…>: no such user$/);
      assert.equal(event.user_name, 'ada@example.com');
      for (const said of segue.logLines) assert.doesNotMatch(said, /ada@example\.com/);
    },
  );
}
