import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createManualClock, type ManualClock } from '../../src/accounts/fakes/manual-clock.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const everybody = '(email, password, callback) => callback(null, { user_id: email, email })';
const dayMs = 86_400_000;

for (const store of stores) {
  describe(`statistics, ${store.name}`, store.options, () => {
    let segue: Segue;
    let clock: ManualClock;
    let connection: LegacyConnection;
    before(async () => {
      clock = createManualClock(Date.UTC(2031, 0, 30, 12));
      segue = await startSegue(store, { seams: { clock } });
      connection = await createLegacyConnection(segue, { login: everybody });
    });
    after(() => segue.stop());

    const logIn = async (name: string): Promise<void> => {
      const answer = await connection.logIn(`${name}@example.com`, 'any');
      assert.equal(answer.status, 200, answer.text);
    };
    const signUp = async (name: string): Promise<void> => {
      const answer = await segue.request('dbconnections/signup', {
        method: 'POST',
        body: new URLSearchParams({
          client_id: connection.application.client_id,
          connection: connection.name,
          email: `${name}@example.com`,
          password: 'chosen-here-now',
        }),
      });
      assert.equal(answer.status, 200, answer.text);
    };
    const activeUsers = async (): Promise<unknown> => (await segue.manage('GET', 'stats/active-users')).body;
    const daily = async (query = ''): Promise<readonly (readonly [string, number, number])[]> => {
      const { status, body, text } = await segue.manage('GET', `stats/daily${query}`);
      assert.equal(status, 200, text);
      return body.map((each: { date: string; logins: number; signups: number }) => [
        each.date.slice(0, 10),
        each.logins,
        each.signups,
      ]);
    };

    test('before anybody came there is nothing', async () => {
      assert.equal((await segue.manage('GET', 'stats/active-users')).text, '0');
      assert.deepEqual(await daily(), []);
    });

    test('logins and sign-ups are counted on their day, a migrating one among them', async () => {
      await logIn('ann');
      await logIn('ann');
      await connection.logIn('ann@example.com', '');
      await signUp('new');
      const { body } = await segue.manage('GET', 'stats/daily');
      const now = new Date(clock.now()).toISOString();
      assert.deepEqual(body, [
        {
          date: '2031-01-30T00:00:00.000Z',
          logins: 2,
          signups: 1,
          leaked_passwords: 0,
          created_at: now,
          updated_at: now,
        },
      ]);
      assert.equal(await activeUsers(), 1);
    });

    test('a user is active for 30 days from the last login, and counted once', async () => {
      clock.advance(dayMs);
      await logIn('bob');
      clock.advance(dayMs);
      await logIn('ann');
      assert.equal(await activeUsers(), 2);
      clock.advance(29 * dayMs);
      assert.equal(await activeUsers(), 2, 'just not too long ago for bob');
      clock.advance(1);
      assert.equal(await activeUsers(), 1, 'ann alone');
      clock.advance(dayMs);
      assert.equal(await activeUsers(), 0);
    });

    test('who is deleted is active no more, and its logins stay counted', async () => {
      await logIn('eve');
      const before = await daily();
      assert.equal(await activeUsers(), 1);
      const { user_id: id } = await connection.user('eve@example.com');
      await segue.manage('DELETE', `users/${encodeURIComponent(id)}`);
      assert.equal(await activeUsers(), 0);
      assert.deepEqual(await daily(), before);
    });

    test('days are asked for by YYYYMMDD, both ends among them', async () => {
      const days = { '2031-01-30': [2, 1], '2031-01-31': [1, 0], '2031-02-01': [1, 0], '2031-03-03': [1, 0] };
      const rows = Object.entries(days).map(([day, [logins, signups]]) => [day, logins, signups]);
      assert.deepEqual(await daily('?from=20310130&to=20310303'), rows);
      assert.deepEqual(await daily('?from=20310131&to=20310201'), rows.slice(1, 3));
      assert.deepEqual(await daily('?from=20310131'), rows.slice(1));
      assert.deepEqual(await daily('?to=20310130'), rows.slice(0, 1));
      assert.deepEqual(await daily(), rows.slice(3), 'the last 30 days');
      assert.deepEqual(await daily('?from=20290101&to=20290131'), []);
    });

    for (const query of [
      'from=2031-01-01',
      'from=20310230',
      'to=20311301',
      'from=x',
      'from=20310302&to=20310301',
    ]) {
      test(`${query} is refused`, async () => {
        const { status, text } = await segue.manage('GET', `stats/daily?${query}`);
        assert.equal(status, 400, text);
      });
    }

    test('counts stay when the events are swept away', async () => {
      const before = await daily('?from=20310130');
      const { oldEvents } = await segue.otherNode();
      while ((await oldEvents.deleteBefore(clock.now() + dayMs, 1_000)) > 0);
      assert.deepEqual(await daily('?from=20310130'), before);
    });
  });
}
