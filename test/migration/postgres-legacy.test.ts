import assert from 'node:assert/strict';
import { test } from 'node:test';
import bcrypt from 'bcryptjs';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { skipUnless, startPostgres } from '../kit/services/index.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

/** An async script with a pool that lives as long as its process. */
const login = `
const table = 'accounts'; // a constant before the function
async function login(email, password) {
  const { Pool } = require('pg');
  const bcrypt = require('bcrypt');
  global.pool = global.pool || new Pool({ connectionString: configuration.DATABASE_URL, max: 4 });
  const { rows } = await global.pool.query('SELECT id, email, hash, plan, joined FROM ' + table + ' WHERE email = $1', [email]);
  if (rows.length === 0 || !(await bcrypt.compare(password, rows[0].hash))) return null;
  return {
    user_id: rows[0].id, email: rows[0].email, email_verified: true,
    created_at: rows[0].joined, metadata: { plan: rows[0].plan }
  };
};`;

for (const store of stores) {
  test(
    `a PostgreSQL legacy with bcrypt and an async script, ${store.name}`,
    skipUnless('postgres'),
    async (t) => {
      const postgres = await startPostgres();
      t.after(() => postgres.stop());
      const hash = bcrypt.hashSync('tabulating machine', 4).replace('$2b$', '$2y$'); // as PHP wrote them
      const url = await postgres.newDatabase(`
      CREATE TABLE accounts (id bigint PRIMARY KEY, email text UNIQUE, hash text, plan text, joined timestamptz);
      INSERT INTO accounts VALUES (9223372036854775807, 'herman@example.com', '${hash}', 'gold', '2001-02-03T04:05:06Z');`);
      // Its server holds Segue's own store too, which no script reaches unless the deployment says so (S22).
      const environment = { SEGUE_SCRIPT_EGRESS_EXEMPT: new URL(url).host };
      const segue = await startSegue(store, { environment });
      t.after(() => segue.stop());
      segue.canaries.watch('legacy hash', hash);
      const connection = await createLegacyConnection(segue, { login, configuration: { DATABASE_URL: url } });

      assert.equal((await connection.logIn('herman@example.com', 'wrong')).status, 403);
      const first = await connection.logIn('herman@example.com', 'tabulating machine');
      assert.equal(first.status, 200, first.text);
      const user = await connection.user('herman@example.com');
      assert.equal(user.user_id, 'auth0|9223372036854775807');
      assert.equal(user.email_verified, true);
      assert.equal(user.created_at, '2001-02-03T04:05:06.000Z');
      assert.deepEqual(user.app_metadata, { plan: 'gold' }, 'metadata is the older name of app_metadata');

      const asked = await postgres.queryLog(url);
      assert.equal((await connection.logIn('herman@example.com', 'tabulating machine')).status, 200);
      assert.deepEqual(await postgres.queryLog(url), asked, 'F5: the second login asked nothing');
      for (const statement of asked)
        assert.doesNotMatch(statement, /\b(INSERT|UPDATE|DELETE)\b/i, 'F8: nothing was written');
    },
  );
}
