import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { eventually } from '../kit/eventually.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Mailbox, openMailbox } from '../kit/mailbox.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const victim = 'victim@example.com';
const lookAlikes = ['vïctim@example.com', 'victim@exámple.com', 'victim@example.com.evil.example'];

/** A legacy system that finds more than it should: it compares without accents, and the beginnings of addresses. */
const getUser = `(email, callback) => {
  const plain = email.toLowerCase().normalize('NFD').replace(/\\p{M}/gu, '');
  callback(null, plain.startsWith('${victim}') && { user_id: '1', email: configuration.ADDRESS });
}`;

for (const store of stores) {
  describe(`S2: who is not who was found, ${store.name}`, store.options, () => {
    let segue: Segue;
    let mailbox: Mailbox;
    let connection: LegacyConnection;
    before(async () => {
      mailbox = await openMailbox();
      segue = await startSegue(store, { environment: { SMTP_URL: mailbox.url } });
      connection = await createLegacyConnection(segue, {
        login: '(email, password, callback) => callback()',
        getUser,
        configuration: { ADDRESS: victim },
      });
    });
    after(async () => {
      await mailbox.close(); // first: what is left of it would keep the process alive when "stop" finds a secret
      await segue.stop();
    });

    const forget = (email: string): Promise<Answer> =>
      segue.request('dbconnections/change_password', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          client_id: connection.application.client_id,
          connection: connection.name,
          email,
        }),
      });

    const notOffered = async (): Promise<number> =>
      (await segue.logs()).filter(({ details }) => details?.reason === 'other-address').length;

    test('a look-alike address gets no letter, the victim neither, and the operator is told', async () => {
      for (const email of lookAlikes) assert.equal((await forget(email)).status, 200);
      const told = async (): Promise<boolean> => (await notOffered()) === lookAlikes.length;
      await eventually(told, { within: 10_000, what: 'an event for each' });
      assert.equal((await forget(` ${victim.toUpperCase()} `)).status, 200);
      await mailbox.waitFor(({ to }) => to.includes(victim));
      assert.deepEqual(
        mailbox.letters().flatMap(({ envelope }) => envelope.to),
        [victim],
        'but who is meant gets one, at the address that the profile has',
      );
    });

    test('an operator gets no link for a look-alike', async () => {
      for (const email of lookAlikes) {
        const answer = await segue.manage('POST', 'tickets/password-change', {
          connection_id: connection.id,
          email,
        });
        assert.equal(answer.status, 404, email);
      }
    });

    test('confirming checks again: whose address has changed meanwhile is not created', async () => {
      mailbox.clear();
      await forget(victim);
      const { links } = await mailbox.waitFor(({ to }) => to.includes(victim));
      const { pathname, search } = new URL(links.find((each) => each.includes('ticket=')) ?? '');
      const choose = (): Promise<Answer> =>
        segue.request(`${pathname.slice(1)}${search}`, {
          method: 'POST',
          body: new URLSearchParams({ password: 'a quite new battery staple' }),
        });
      await connection.change({ configuration: { ADDRESS: 'renamed@example.com' } });
      assert.equal((await choose()).status, 410);
      for (const email of [victim, 'renamed@example.com'])
        assert.equal(await connection.user(email), undefined);
      await connection.change({ configuration: { ADDRESS: victim } });
      assert.equal((await choose()).status, 303, 'the link was not consumed');
    });
  });
}
