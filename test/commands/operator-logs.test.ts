import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { createLegacyConnection, type LegacyConnection, scriptsOver } from '../kit/legacy-connection.ts';
import { startSegueProcess } from '../kit/segue-process.ts';
import { freePort } from '../kit/services/free-port.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { until } from '../kit/until.ts';
import { command, operatorOf, type RunningCommand, startCommand } from './segue-command.ts';

const scripts = scriptsOver([
  {
    identifiers: ['jane@example.com'],
    password: 'correct horse',
    profile: { user_id: 7, email: 'jane@example.com' },
  },
]);

/** The events that a follower in JSON has told so far. */
// biome-ignore lint/suspicious/noExplicitAny: tests assert what is in them
function eventsOf({ said }: RunningCommand): readonly any[] {
  return said.out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

test('segue logs --follow ends at Ctrl+C while a server keeps it waiting', async (t) => {
  let hanging = 0;
  const server = createServer((request, response) => {
    if (request.url?.includes('take=') === true) {
      hanging += 1;
      return;
    }
    response.setHeader('content-type', 'application/json');
    response.end('{"total":0,"logs":[]}');
  }).listen(0, '127.0.0.1');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const env = { SEGUE_URL: `http://127.0.0.1:${address.port}`, SEGUE_TOKEN: 'any' };
  const follower = startCommand(['logs', '--follow'], { env });
  await until(() => hanging > 0);
  follower.signal('SIGINT');
  assert.deepEqual(await follower.ended, { status: 0, out: '', err: '' });
});

for (const store of stores) {
  describe(`segue logs, ${store.name}`, store.options, () => {
    let segue: Segue;
    let shop: LegacyConnection;
    before(async () => {
      segue = await startSegue(store);
      shop = await createLegacyConnection(segue, { name: 'shop', ...scripts });
    });
    after(() => segue.stop());

    test('lists what happened, the last first, in a table and as a document', async () => {
      await shop.logIn('jane@example.com', 'wrong');
      await shop.logIn('jane@example.com', 'correct horse');
      const env = operatorOf(segue);
      const table = await command(['logs', '--limit', '20'], { env });
      assert.equal(table.status, 0, table.err);
      assert.match(table.out, /^TIME \(UTC\) +TYPE +WHO +CONNECTION +IP +WHAT\n/);
      assert.match(
        table.out,
        /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +sui +jane@example\.com +shop +\S+ +User migrated/m,
      );
      const moved = JSON.parse((await command(['logs', '--type', 'sui', '--json'], { env })).out);
      assert.deepEqual(
        moved.map(({ type, user_id }: { type: string; user_id: string }) => [type, user_id]),
        [['sui', 'auth0|7']],
      );
      const two = await command(['logs', '--type', 'sui', '--user', 'auth0|7'], { env });
      assert.deepEqual([two.status, two.err.split('\n')[0]], [64, 'segue: one filter at a time']);
    });

    test('--follow shows events as they come, and ends at Ctrl+C', async () => {
      const follower = startCommand(['logs', '--follow', '--limit', '1', '--json'], {
        env: operatorOf(segue),
      });
      await until(() => eventsOf(follower).length > 0);
      await shop.logIn('jane@example.com', 'wrong');
      await until(() => eventsOf(follower).some(({ type }) => type === 'fp'));
      await shop.logIn('nobody@example.com', 'wrong');
      await until(() => eventsOf(follower).some(({ type }) => type === 'fu'));
      follower.signal('SIGINT');
      const { status, err } = await follower.ended;
      assert.deepEqual([status, err], [0, '']);
      const ids = eventsOf(follower).map(({ log_id }) => log_id);
      assert.equal(new Set(ids).size, ids.length, 'each once');
    });

    test('--follow with a filter, for people', async () => {
      const lines = (): readonly string[] => follower.said.out.split('\n').slice(0, -1);
      const follower = startCommand(['logs', '-f', '--limit', '1', '--type', 'fp'], {
        env: operatorOf(segue),
      });
      await until(() => lines().length === 1); // of a test before
      await shop.logIn('nobody@example.com', 'wrong');
      await shop.logIn('jane@example.com', 'wrong');
      await until(() => lines().length === 2);
      follower.signal('SIGTERM');
      const { status, err } = await follower.ended;
      assert.deepEqual([status, err], [0, '']);
      for (const line of lines())
        assert.match(
          line,
          /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d fp {5}Wrong email or password \(jane@example\.com, shop, /,
        );
    });
  });

  test(
    `segue logs --follow outlives an outage and misses nothing, ${store.name}`,
    store.options,
    async (t) => {
      const database = await store.empty();
      t.after(() => database.remove());
      const port = String(await freePort());
      const [clientId, clientSecret] = ['operator', randomBytes(24).toString('hex')];
      const options = {
        databaseUrl: database.url,
        secretKey: randomBytes(32).toString('base64'),
        environment: {
          PORT: port,
          SEGUE_BOOTSTRAP_CLIENT_ID: clientId,
          SEGUE_BOOTSTRAP_CLIENT_SECRET: clientSecret,
        },
      };
      const env = {
        SEGUE_URL: `http://127.0.0.1:${port}`,
        SEGUE_CLIENT_ID: clientId,
        SEGUE_CLIENT_SECRET: clientSecret,
      };
      const first = await startSegueProcess(options);
      t.after(() => first.stop());
      const follower = startCommand(['logs', '--follow', '--json'], { env });
      await until(() => eventsOf(follower).length > 0);
      const before = eventsOf(follower).length;
      await first.stop();
      await until(() => follower.said.err.includes('trying again until it is back'));

      const second = await startSegueProcess(options);
      t.after(() => second.stop());
      // Before the follower is back or not: it is told of either way.
      const made = await command(['connections', 'create', 'made-meanwhile'], { env });
      assert.equal(made.status, 0, made.err);
      await until(() =>
        eventsOf(follower).some(({ description }) => description === 'POST /api/v2/connections'),
      );
      await until(() => follower.said.err.includes('connected again'));
      follower.signal('SIGINT');
      const { status, err } = await follower.ended;
      assert.equal(status, 0);
      assert.match(
        err,
        /^segue: http:\S+ cannot be reached: .+; trying again until it is back\nsegue: connected again after \d+ s: nothing was missed\n$/,
      );
      assert.ok(eventsOf(follower).length > before);
    },
  );
}
