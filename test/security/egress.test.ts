import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

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
