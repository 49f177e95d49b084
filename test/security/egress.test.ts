import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores, type TestedStore } from '../kit/stores.ts';

/** Says yes once it has been connected. */
const login = `async (email) => {
  const { connect } = require('net');
  await new Promise((resolve, reject) => {
    const socket = connect(Number(configuration.PORT), configuration.HOST, () => resolve(socket.destroy()));
    socket.once('error', reject);
  });
  return { user_id: email, email };
}`;

for (const store of stores) {
  test(
    `S22: where no script is connected, and what the operator is told, ${store.name}`,
    store.options,
    async (t) => {
      const segue = await startSegue(store);
      t.after(() => segue.stop());
      const ownPort = new URL(segue.url).port;
      const database = URL.parse(segue.databaseUrl);
      const connection = await createLegacyConnection(segue, {
        login,
        configuration: { HOST: '', PORT: '' },
      });
      const targets: readonly (readonly [host: string, port: string, why: string, target: string])[] = [
        ['169.254.169.254', '80', 'address', '169.254.169.254:80'],
        ['::ffff:a9fe:a9fe', '80', 'address', '[::ffff:a9fe:a9fe]:80'],
        ['localhost', ownPort, 'own-endpoint', `localhost:${ownPort}`],
        ['::ffff:127.0.0.1', ownPort, 'own-endpoint', `[::ffff:127.0.0.1]:${ownPort}`],
        ...(store.name === 'PostgreSQL' && database !== null
          ? ([[database.hostname, database.port, 'own-endpoint', database.host]] as const)
          : []),
      ];
      for (const [HOST, PORT, why, target] of targets) {
        await connection.change({ configuration: { HOST, PORT } });
        const answer = await connection.logIn(`to-${why}@example.com`, 'any');
        assert.deepEqual([answer.status, answer.body.error], [400, 'extensibility_error'], target);
        const refusal = (await segue.logs()).findLast(({ type }) => type === 'w');
        assert.equal(refusal.details.why, why, target);
        assert.equal(refusal.details.target, target);
        assert.ok(refusal.details.advice.includes(`"${target}"`), refusal.details.advice);
        assert.equal(refusal.connection_id, connection.id);
      }
    },
  );
}

/** The same database, by a URL whose host and port are not those that the driver connects to. */
function elsewhereByItsUrl(store: TestedStore): TestedStore {
  const empty: TestedStore['empty'] = async () => {
    const database = await store.empty();
    const url = new URL(database.url);
    url.search = new URLSearchParams({ host: url.hostname, port: url.port }).toString();
    url.host = 'store.invalid:1';
    return { ...database, url: url.href };
  };
  return { ...store, empty };
}

for (const store of stores.filter(({ name }) => name === 'PostgreSQL')) {
  test(
    'S22: no script is connected to the store, whichever way the driver is told where that is',
    store.options,
    async (t) => {
      const segue = await startSegue(elsewhereByItsUrl(store));
      t.after(() => segue.stop());
      const { searchParams } = new URL(segue.databaseUrl);
      const configuration = { HOST: searchParams.get('host') ?? '', PORT: searchParams.get('port') ?? '' };
      const connection = await createLegacyConnection(segue, { login, configuration });
      const answer = await connection.logIn('to-the-store@example.com', 'any');
      assert.deepEqual([answer.status, answer.body.error], [400, 'extensibility_error']);
      const refusal = (await segue.logs()).findLast(({ type }) => type === 'w');
      assert.equal(refusal?.details.why, 'own-endpoint');
    },
  );
}
