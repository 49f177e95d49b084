import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { eventually } from '../kit/eventually.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Mailbox, openMailbox } from '../kit/mailbox.ts';
import { readRows } from '../kit/read-rows.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const login = '(email, password, callback) => callback(null)';
const getUser = `(email, callback) =>
  callback(null, email.startsWith('kim') && !email.includes('+') && { user_id: email, email })`;
const away = "(email, callback) => callback({ code: 'ECONNREFUSED' })";
const lettersToOne = 5;
const triesByIdentifier = 10;
const triesByAddress = 100;

for (const store of stores) {
  describe(`how often the doors may be used, ${store.name}`, store.options, () => {
    let segue: Segue;
    let mailbox: Mailbox;
    let connection: LegacyConnection;
    let addresses = 0;
    before(async () => {
      mailbox = await openMailbox();
      const environment = { SMTP_URL: mailbox.url, SEGUE_TRUST_PROXY: 'true' };
      segue = await startSegue(store, { environment });
      connection = await createLegacyConnection(segue, { login, getUser });
    });
    after(async () => {
      await mailbox.close(); // first: what is left of it would keep the process alive when "stop" finds a secret
      await segue.stop();
    });

    const newAddress = (): string => {
      addresses += 1;
      return `198.51.${addresses >> 8}.${addresses & 255}`;
    };

    function ask(door: 'signup' | 'change_password', given: object, from: string): Promise<Answer> {
      const { client_id } = connection.application;
      return segue.request(`dbconnections/${door}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
        body: JSON.stringify({ client_id, connection: connection.name, ...given }),
      });
    }

    const signUp = (email: string, { password = 'a quite new battery staple', from = newAddress() } = {}) =>
      ask('signup', { email, password }, from);

    async function forget(email: string, from = newAddress()): Promise<void> {
      const { status, text } = await ask('change_password', { email }, from);
      assert.deepEqual([status, text], [200, "We've just sent you an email to reset your password."]);
    }

    /** Asks so often, each time when all that came of the last one is done. */
    async function forgetOften(email: string, times: number): Promise<void> {
      for (let i = 0; i < times; i += 1) {
        await forget(email);
        await allDone();
      }
    }

    async function allDone(): Promise<void> {
      const left = "select id from jobs where state in ('pending', 'processing')";
      const areDone = async (): Promise<boolean> => (await readRows(segue.databaseUrl, left)).length === 0;
      await eventually(areDone, { within: 60_000, what: 'all jobs are done' });
    }

    const lettersTo = (address: string): number =>
      mailbox.letters().filter(({ to }) => to === address).length;

    const eventsOf = async (kind: string) =>
      (await segue.logs()).filter(({ details }) => details.kind === kind);

    test('look-alikes use up nothing of what may be sent to an address', async () => {
      for (const email of ['kim+1@example.com', 'kim+2@example.com', 'kim+1@example.com'])
        await forgetOften(email, lettersToOne);
      await forgetOften('k.im@example.com', lettersToOne);
      assert.deepEqual(await eventsOf('letter-withheld'), []);
      await forgetOften('kim@example.com', 1);
      assert.equal(lettersTo('kim@example.com'), 1);
    });

    test('what is not sent any more is told to the operator, once', async () => {
      await forgetOften('kim.b@example.com', lettersToOne + 3);
      assert.equal(lettersTo('kim.b@example.com'), lettersToOne);
      const told = (await eventsOf('letter-withheld')).filter(
        ({ user_name }) => user_name === 'kim.b@example.com',
      );
      assert.deepEqual(
        told.map(({ type, details }) => [type, details.limit]),
        [['fcpr', 'identifier']],
      );
    });

    test('requests that are dropped, because so many come from one address, are told to the operator, once', async () => {
      const from = newAddress();
      for (let i = 0; i < triesByAddress + 3; i += 1) await forget(`nobody-${i}@example.com`, from);
      const told = (await eventsOf('letter-withheld')).filter(({ ip }) => ip === from);
      assert.deepEqual(
        told.map(({ type, details }) => [type, details.limit]),
        [['fcpr', 'address']],
      );
      const metrics = await segue.request('metrics');
      assert.match(metrics.text, /segue_events_total\{kind="letter-withheld",connection="legacy"\} \d/);
      await allDone();
      await forgetOften('kim.c@example.com', 1);
      assert.equal(lettersTo('kim.c@example.com'), 1, 'from another address');
    });

    test('letters that ask for proof of an address are ordered without end, and sent so often: the job says so', async () => {
      const email = 'unproved@example.com';
      const user = await segue.manage('POST', 'users', {
        connection: connection.name,
        email,
        password: 'a quite new battery staple',
        verify_email: false,
      });
      const jobs: string[] = [];
      for (let i = 0; i < 15; i += 1) {
        const answer = await segue.manage('POST', 'jobs/verification-email', { user_id: user.body.user_id });
        assert.equal(answer.status, 201, answer.text);
        jobs.push(answer.body.id);
      }
      await allDone();
      assert.equal(lettersTo(email), lettersToOne);
      const statuses: string[] = [];
      for (const id of jobs) statuses.push((await segue.manage('GET', `jobs/${id}`)).body.status);
      const failed = statuses.filter((status) => status === 'failed').length;
      assert.deepEqual([failed, statuses.length - failed], [10, lettersToOne]);
      const told = (await eventsOf('letter-not-delivered')).filter(({ user_name }) => user_name === email);
      assert.match(told[0]?.description ?? '', /too many letters/);
    });

    test('a sign-up that an outage refused can be tried again until it is over', async (t) => {
      const scripts = (get_user: string) => connection.change({ customScripts: { login, get_user } });
      await scripts(away);
      t.after(() => scripts(getUser));
      const from = newAddress();
      for (let i = 0; i < triesByIdentifier + 2; i += 1)
        assert.equal((await signUp('new@example.com', { from })).status, 503);
      await scripts(getUser);
      assert.equal((await signUp('new@example.com', { from })).status, 200);
    });

    test('a sign-up whose password was refused can be tried again with a better one', async () => {
      const from = newAddress();
      for (let i = 0; i < triesByIdentifier + 2; i += 1)
        assert.equal((await signUp('newer@example.com', { from, password: 'password' })).status, 400);
      assert.equal((await signUp('newer@example.com', { from })).status, 200);
    });

    test('sign-ups that ask who exists are turned away, and told to the operator, once', async () => {
      const from = newAddress();
      const statuses: number[] = [];
      for (let i = 0; i < triesByIdentifier + 3; i += 1)
        statuses.push((await signUp('kim.d@example.com', { from })).status);
      assert.deepEqual(statuses, [...Array(triesByIdentifier).fill(400), 429, 429, 429]);
      const told = (await eventsOf('sign-up-too-many-attempts')).filter(({ ip }) => ip === from);
      assert.deepEqual(
        told.map(({ type, details, user_name }) => [type, details.limit, user_name]),
        [['fs', 'identifier', 'kim.d@example.com']],
      );
    });
  });
}
