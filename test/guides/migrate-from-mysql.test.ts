import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import bcrypt from 'bcryptjs';
import { createConnection } from 'mysql2/promise';
import { eventually } from '../kit/eventually.ts';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { freePort } from '../kit/services/free-port.ts';
import { skipUnless, startMariaDb, type TestMariaDb } from '../kit/services/index.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { type Checkout, makeCheckout, withCurl } from './checkout.ts';
import { openConsole } from './mysql-console.ts';
import { readGuide } from './read-guide.ts';
import { runGuide } from './run-guide.ts';

const guide = 'migrate-from-mysql.md';
const withMariaDb = skipUnless('mariadb');
const runnable = { skip: withMariaDb.skip || withCurl.skip };

test(`${guide}: each command runs, and prints what the page says`, runnable, async (t) => {
  const mariadb = await startMariaDb();
  t.after(() => mariadb.stop());
  const { checkout, replace } = await openCheckout(t, mariadb);
  const { blocks } = await readGuide(guide);
  let isReadOnly = false;

  await runGuide(guide, {
    checkout,
    replace,
    sqlClient,
    async after({ text }, _output, terminal) {
      if (text.includes('GRANT SELECT')) {
        await assertReadOnly(mariadb.port);
        isReadOnly = true;
      }
      // Whoever tries the forgotten password for the second time has a letter of the first.
      if (text.includes('ACCOUNT UNLOCK')) {
        await terminal.run(blocks.find(({ text }) => text.includes('/change_password'))?.text ?? '');
        await untilLetters(checkout, 1);
      }
      if (text.includes('/change_password')) await untilLetters(checkout, 2);
      if (text.includes('LETTER=')) {
        const [, newest] = await letters(checkout);
        assert.equal(await terminal.run('basename "$LETTER"'), newest);
      }
    },
  });
  assert.ok(isReadOnly);
});

test(
  `${guide} after first-connection.md, in the same checkout; what is done twice is refused in words`,
  runnable,
  async (t) => {
    const mariadb = await startMariaDb();
    t.after(() => mariadb.stop());
    const { checkout, replace } = await openCheckout(t, mariadb);
    const { blocks } = await readGuide(guide);
    const create = blocks.find(({ text }) => text.startsWith('CONNECTION_ID='))?.text ?? '';
    const shopPort = await freePort();
    let refusal = '';
    await runGuide('first-connection.md', {
      checkout,
      replace: {
        [ourPort]: replace[ourPort] ?? '',
        '--port 4000': `--port ${shopPort}`,
        '127.0.0.1:4000': `127.0.0.1:${shopPort}`,
      },
    });
    await runGuide(guide, {
      checkout,
      replace,
      sqlClient,
      async after({ text }, _output, terminal) {
        if (text === create) refusal = await terminal.run(`(${create})`);
      },
    });
    assert.match(refusal, /409/);
    assert.match(refusal, /already exists/);
  },
);

const ourPort = 'localhost:3000';
const sqlClient = 'mariadb --batch';

async function openCheckout(
  t: TestContext,
  mariadb: TestMariaDb,
): Promise<{ checkout: Checkout; replace: Readonly<Record<string, string>> }> {
  const port = await freePort();
  const checkout = await makeCheckout({ PORT: String(port) });
  t.after(() => checkout.remove());
  await letAdministrate(checkout, mariadb);
  return {
    checkout,
    replace: { 'SHOP_DB_PORT=3306': `SHOP_DB_PORT=${mariadb.port}`, [ourPort]: `localhost:${port}` },
  };
}

/** The files of the letters to Grace with a link, oldest first. */
async function letters({ folder }: Checkout): Promise<readonly string[]> {
  const outbox = join(folder, 'data/outbox');
  const names = (await readdir(outbox).catch(() => [])).filter((name) => name.endsWith('.eml')).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(outbox, name), 'utf8')));
  return names.filter((_, index) => texts[index]?.includes('grace@example.com'));
}

async function untilLetters(checkout: Checkout, count: number): Promise<void> {
  const areThere = async (): Promise<boolean> => (await letters(checkout)).length === count;
  await eventually(areThere, { within: 20_000, what: `there are ${count} letters` });
}

/** Has the client on this machine reach the server by itself, as an administrator's does: by its socket. */
async function letAdministrate({ folder }: Checkout, { rootUrl }: TestMariaDb): Promise<void> {
  const { password } = new URL(rootUrl);
  const administrator = await openConsole(rootUrl);
  const [, socket = ''] = (await administrator.run("SELECT CONCAT(@@datadir, 'socket')")).split('\n');
  await administrator.close();
  const settings = `[client]\nuser=root\npassword=${password}\nsocket=${socket}\n`;
  await writeFile(join(folder, '.my.cnf'), settings, { mode: 0o600 });
}

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
        SHOP_DB_HOST: mariadb.host,
        SHOP_DB_PORT: String(mariadb.port),
        SHOP_DB_USER: 'reader',
        SHOP_DB_PASSWORD: 'reads',
      },
      options: { segue: { legacy_id_prefix: `${index}-` } },
    });
    assert.equal((await connection.logIn('ada@example.com', 'analytical engine')).status, 403, kind);
    assert.equal((await connection.logIn('ada@example.com', 'difference engine')).status, 200, kind);
  }
});
