import assert from 'node:assert/strict';
import { test } from 'node:test';
import bcrypt from 'bcryptjs';
import { createConnection } from 'mysql2/promise';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { freePort } from '../kit/services/free-port.ts';
import { skipUnless, startMariaDb } from '../kit/services/index.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { makeCheckout, withCurl } from './checkout.ts';
import { openConsole } from './mysql-console.ts';
import { readGuide } from './read-guide.ts';
import { runGuide } from './run-guide.ts';

const guide = 'migrate-from-mysql.md';
const withMariaDb = skipUnless('mariadb');
const runnable = { skip: withMariaDb.skip || withCurl.skip };

test(`${guide}: each command runs, and prints what the page says`, runnable, async (t) => {
  const mariadb = await startMariaDb();
  t.after(() => mariadb.stop());
  const administrator = await openConsole(mariadb.rootUrl);
  t.after(() => administrator.close());
  const port = await freePort();
  const checkout = await makeCheckout({ PORT: String(port) });
  t.after(() => checkout.remove());
  let isReadOnly = false;

  await runGuide(guide, {
    checkout,
    replace: { 'MYSQL_PORT=3306': `MYSQL_PORT=${mariadb.port}`, 'localhost:3000': `localhost:${port}` },
    runSql: administrator.run,
    async after({ text }) {
      if (!text.includes('GRANT SELECT')) return;
      await assertReadOnly(mariadb.port);
      isReadOnly = true;
    },
  });
  assert.ok(isReadOnly);
});

async function assertReadOnly(port: number): Promise<void> {
  const password = 'read-only-since-today';
  const connection = await createConnection({
    host: '127.0.0.1',
    port,
    user: 'segue',
    password,
    database: 'shop',
  });
  try {
    await assert.doesNotReject(connection.query('SELECT * FROM users'));
    await assert.rejects(connection.query("UPDATE users SET nickname = 'x'"), {
      code: 'ER_TABLEACCESS_DENIED_ERROR',
    });
  } finally {
    await connection.end();
  }
}

/** What the column holds, by the words of the guide's table; `salt` stands in a column of its own. */
const columns: Readonly<Record<string, () => Promise<string>>> = {
  'SHA-1 of salt and password': async () => "SHA1(CONCAT('pepper-9', 'difference engine'))",
  'bcrypt, `password_hash` of PHP (`$2a$`, `$2b$`, `$2y$`)': async () =>
    `'${(await bcrypt.hash('difference engine', 4)).replace('$2b$', '$2y$')}'`,
};

test(`${guide}: each line for another kind of password logs in`, withMariaDb, async (t) => {
  const { blocks, rows } = await readGuide(guide);
  const login = blocks.find(({ text }) => text.startsWith('// login.js'))?.text ?? '';
  const usual = /^ *const isRight = .*;$/m;
  assert.match(login, usual);
  const variants = rows.filter(([, line = '']) => line.startsWith('`const isRight'));
  assert.deepEqual(
    variants.map(([kind]) => kind),
    Object.keys(columns),
  );
  const mariadb = await startMariaDb();
  t.after(() => mariadb.stop());
  const administrator = await openConsole(mariadb.rootUrl);
  t.after(() => administrator.close());
  const [store] = stores;
  assert.ok(store);
  const segue = await startSegue(store);
  t.after(() => segue.stop());

  for (const [index, [kind = '', line = '']] of variants.entries()) {
    const column = await columns[kind]?.();
    await administrator.run(`
      CREATE OR REPLACE DATABASE shop; USE shop;
      CREATE TABLE users (id INT PRIMARY KEY, email VARCHAR(190), nickname VARCHAR(80), salt VARCHAR(20), password VARCHAR(255));
      INSERT INTO users VALUES (7, 'ada@example.com', 'ada', 'pepper-9', ${column});
      CREATE OR REPLACE USER reader@'%' IDENTIFIED BY 'reads'; GRANT SELECT ON shop.users TO reader@'%'`);
    const connection = await createLegacyConnection(segue, {
      name: `variant-${index}`,
      login: login.replace(usual, () => line.replaceAll('`', '')),
      configuration: {
        MYSQL_HOST: mariadb.host,
        MYSQL_PORT: String(mariadb.port),
        MYSQL_USER: 'reader',
        MYSQL_PASSWORD: 'reads',
      },
      options: { segue: { legacy_id_prefix: `${index}-` } },
    });
    assert.equal((await connection.logIn('ada@example.com', 'analytical engine')).status, 403, kind);
    assert.equal((await connection.logIn('ada@example.com', 'difference engine')).status, 200, kind);
  }
});
