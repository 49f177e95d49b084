import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createLegacyConnection, type LegacyConnection, scriptsOver } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const jane = { email: 'jane@example.com', alias: 'jane+shop@example.com', password: 'correct horse' };
const wrong = { error: 'invalid_grant', error_description: 'Wrong email or password.' };

const shop = scriptsOver([
  {
    identifiers: [jane.email, jane.alias],
    password: jane.password,
    profile: { user_id: 7, email: jane.email, nickname: 'jane' },
  },
]);

for (const store of stores) {
  describe(`what the legacy's word means here, ${store.name}`, store.options, () => {
    let segue: Segue;
    let connections = 0;
    before(async () => {
      segue = await startSegue(store);
    });
    after(() => segue.stop());

    /** A connection over the shop's users, with ids of its own unless the test wants them to meet. */
    async function connect(options?: object, scripts = shop): Promise<LegacyConnection> {
      connections += 1;
      const name = `shop-${connections}`;
      const own = { segue: { legacy_id_prefix: `${name}-` } };
      return createLegacyConnection(segue, { name, ...scripts, options: { ...(options ?? own) } });
    }

    async function eventsOf(connection: LegacyConnection): Promise<readonly LogEntry[]> {
      return (await segue.logs()).filter(({ connection_id }) => connection_id === connection.id);
    }

    /** The login is refused as a wrong password is, and the operator can read why. */
    async function assertRefused(
      connection: LegacyConnection,
      [identifier, password]: readonly [string, string],
      { trouble, advice }: { trouble: string; advice: RegExp },
    ): Promise<LogEntry> {
      const answer = await connection.logIn(identifier, password);
      assert.deepEqual([answer.status, answer.body], [403, wrong]);
      const event = (await eventsOf(connection)).at(-1);
      assert.ok(event !== undefined);
      assert.deepEqual([event.type, event.user_name, event.details.trouble], ['fui', identifier, trouble]);
      assert.match(event.description, advice);
      assert.equal(typeof event.details.legacy_ms, 'number');
      assert.match(event.details.script_version, /^[\w-]{12}$/);
      return event;
    }

    test('migratable: the user is created, and its migration recorded with source, duration and version', async () => {
      const connection = await connect();
      assert.equal((await connection.logIn(jane.email, jane.password)).status, 200);
      const user = await connection.user(jane.email);
      assert.partialDeepStrictEqual(user, { nickname: 'jane', logins_count: 1 });
      assert.equal(user.segue.origin, 'migrated-at-login');
      const [migration, login] = await eventsOf(connection);
      assert.partialDeepStrictEqual(migration, {
        type: 'sui',
        user_id: user.user_id,
        details: { source: 'login', script_version: user.segue.script_version },
      });
      assert.equal(typeof migration?.details.legacy_ms, 'number');
      assert.deepEqual([login?.type, login?.details.migrated], ['sepft', true]);
    });

    test('absent: nobody is created, and the event says that nobody was found', async () => {
      const connection = await connect();
      const answer = await connection.logIn('nobody@example.com', jane.password);
      assert.deepEqual([answer.status, answer.body], [403, wrong]);
      assert.deepEqual(
        (await eventsOf(connection)).map(({ type }) => type),
        ['fu'],
      );
    });

    test('present: an alias typed twice is one user, verified against the local password', async () => {
      const connection = await connect();
      for (const identifier of [jane.alias, jane.alias, jane.email]) {
        assert.equal((await connection.logIn(identifier, jane.password)).status, 200, identifier);
      }
      const user = await connection.user(jane.email);
      assert.equal(user.logins_count, 3);
      assert.equal(await connection.user(jane.alias), undefined);
      const migrations = (await eventsOf(connection)).filter(({ type }) => type === 'sui');
      assert.equal(migrations.length, 1);
    });

    test('present: once the password has changed here, the legacy one opens nothing, under any alias', async () => {
      const connection = await connect();
      assert.equal((await connection.logIn(jane.email, jane.password)).status, 200);
      await changePassword((await connection.user(jane.email)).user_id);
      for (const identifier of [jane.email, jane.alias]) {
        const answer = await connection.logIn(identifier, jane.password);
        assert.deepEqual([answer.status, answer.body], [403, wrong], identifier);
      }
      assert.equal((await eventsOf(connection)).at(-1)?.type, 'fp');
    });

    test('moved: an email changed here since does not bring the user back by the old one', async () => {
      const connection = await connect();
      assert.equal((await connection.logIn(jane.email, jane.password)).status, 200);
      const { user_id } = await connection.user(jane.email);
      const { accounts } = await segue.otherNode();
      await accounts.users.update(user_id, { email: 'jane@new.example.com' }, Date.now());

      const event = await assertRefused(connection, [jane.email, jane.password], {
        trouble: 'moved',
        advice: /has since changed email or username here/,
      });
      assert.equal(event.user_id, user_id);
      assert.equal((await connection.logIn('jane@new.example.com', jane.password)).status, 200);
      assert.equal(await connection.user(jane.email), undefined, 'no second user');
    });

    test('tombstoned: a deleted user stays away, under any alias, until the operator lifts it', async () => {
      const connection = await connect();
      assert.equal((await connection.logIn(jane.email, jane.password)).status, 200);
      const { user_id } = await connection.user(jane.email);
      assert.equal((await segue.manage('DELETE', `users/${encodeURIComponent(user_id)}`)).status, 204);

      for (const identifier of [jane.email, jane.alias]) {
        const event = await assertRefused(connection, [identifier, jane.password], {
          trouble: 'tombstoned',
          advice: /DELETE \/api\/v2\/segue\/tombstones\/[0-9a-f]{24}$/,
        });
        assert.equal(event.user_id, user_id);
      }
      const advice = (await eventsOf(connection)).at(-1)?.description ?? '';
      const id = advice.slice(advice.lastIndexOf('/') + 1);
      assert.equal((await segue.manage('DELETE', `segue/tombstones/${id}`)).status, 204);
      assert.equal((await connection.logIn(jane.email, jane.password)).status, 200);
      assert.equal((await connection.user(jane.email)).user_id, user_id);
      assert.equal((await segue.manage('DELETE', `segue/tombstones/${id}`)).status, 404);
    });

    test('conflict: the same legacy id in two connections, which a prefix keeps apart', async () => {
      const first = await connect({});
      const second = await connect({});
      assert.equal((await first.logIn(jane.email, jane.password)).status, 200);
      assert.equal((await first.user(jane.email)).user_id, 'auth0|7');

      await assertRefused(second, [jane.email, jane.password], {
        trouble: 'conflict',
        advice: /options\.segue\.legacy_id_prefix/,
      });
      assert.equal(await second.user(jane.email), undefined);
      await second.change({ segue: { legacy_id_prefix: 'second-' } });
      assert.equal((await second.logIn(jane.email, jane.password)).status, 200);
      assert.equal((await second.user(jane.email)).user_id, 'auth0|second-7');
    });

    test('conflict: an email that is held under another id here', async () => {
      const connection = await connect(undefined, { ...shop, getUser: '(email, callback) => callback()' });
      const created = await segue.manage('POST', 'users', {
        connection: connection.name,
        email: 'Jane@Example.com',
        password: 'quite another',
      });
      assert.equal(created.status, 201, created.text);

      const event = await assertRefused(connection, [jane.alias, jane.password], {
        trouble: 'conflict',
        advice: /email or username belongs to auth0\|[0-9a-f]{24} here/,
      });
      assert.ok(event.description.includes(created.body.user_id));
      const direct = await connection.logIn(jane.email, jane.password);
      assert.deepEqual([direct.status, direct.body], [403, wrong], 'the legacy is not asked about her');
      assert.equal((await connection.logIn(jane.email, 'quite another')).status, 200);
    });

    test('unavailable: a retryable 503 that is nobody’s failed login', async () => {
      const down = "(email, password, callback) => callback({ code: 'ECONNREFUSED', message: 'no shop' })";
      const connection = await connect(undefined, { ...shop, login: down });
      const answer = await connection.logIn(jane.email, jane.password);
      assert.deepEqual([answer.status, answer.body.error], [503, 'temporarily_unavailable']);
      assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
      const [event] = await eventsOf(connection);
      assert.equal(event?.type, 'f');
      assert.match(event?.description ?? '', /unavailable: .*ECONNREFUSED/);
    });

    test('refused: the script has its say, with its own code or without', async () => {
      const refusing = `(email, password, callback) => callback(email.startsWith('v')
        ? new ValidationError('account_frozen', 'Call the shop.') : new UnauthorizedError('Not here.'))`;
      const connection = await connect(undefined, { ...shop, login: refusing });
      const frozen = await connection.logIn('v@example.com', 'any');
      assert.deepEqual(
        [frozen.status, frozen.body],
        [400, { error: 'account_frozen', error_description: 'Call the shop.' }],
      );
      const refused = await connection.logIn('u@example.com', 'any');
      assert.deepEqual(
        [refused.status, refused.body],
        [401, { error: 'unauthorized', error_description: 'Not here.' }],
      );
    });

    /** A password change, as another node of the deployment makes it: no endpoint offers one yet. */
    async function changePassword(userId: string): Promise<void> {
      const { accounts } = await segue.otherNode();
      await accounts.passwordHashes.replace(userId, 'a hash that nothing fits', Date.now());
    }

    test('tombstoned after a local password change: lifting it asks for a new password (S7)', async () => {
      const connection = await connect();
      assert.equal((await connection.logIn(jane.email, jane.password)).status, 200);
      const { user_id } = await connection.user(jane.email);
      await changePassword(user_id);
      assert.equal((await segue.manage('DELETE', `users/${encodeURIComponent(user_id)}`)).status, 204);
      const { body } = await segue.manage('GET', 'segue/tombstones');
      const { id } = body.find((tombstone: { user_id: string }) => tombstone.user_id === user_id);
      assert.equal((await segue.manage('DELETE', `segue/tombstones/${id}`)).status, 204);
      await assertRefused(connection, [jane.email, jane.password], {
        trouble: 'new-password-required',
        advice: /had set a password here/,
      });
    });
  });
}

// biome-ignore lint/suspicious/noExplicitAny: tests assert what is in it
type LogEntry = any;
