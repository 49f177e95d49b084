import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import mysql from 'mysql2/promise';
import { skipUnless, startMariaDb, type TestMariaDb } from './index.ts';
import { ownTemporaryFolder } from './own-temporary-folder.ts';

async function ask(url: string, sql: string, parameters?: readonly string[]): Promise<unknown> {
  const connection = await mysql.createConnection(url);
  try {
    const answer = parameters ? connection.execute(sql, [...parameters]) : connection.query(sql);
    return (await answer)[0];
  } finally {
    await connection.end();
  }
}

describe('startMariaDb', skipUnless('mariadb'), () => {
  const folder = ownTemporaryFolder();
  let mariadb: TestMariaDb;
  before(async () => {
    mariadb = await startMariaDb();
  });
  after(async () => {
    await mariadb.stop();
    await folder.remove();
  });

  it('makes databases whose user may write there, and nowhere else', async () => {
    const shop = await mariadb.newDatabase('CREATE TABLE users (email text)');
    const other = await mariadb.newDatabase('CREATE TABLE users (email text)');
    await ask(shop.url, "INSERT INTO users VALUES ('jané@example.com')");
    assert.deepEqual(await ask(shop.url, 'SELECT email FROM users'), [{ email: 'jané@example.com' }]);
    await assert.rejects(ask(shop.url, `SELECT * FROM ${other.database}.users`), /denied/);
  });

  it('logs what was asked, and not what the kit asked', async () => {
    const seen = (await mariadb.generalLog()).length;
    const shop = await mariadb.newDatabase('CREATE TABLE users (email text)');
    await ask(shop.url, 'SELECT *\nFROM users');
    await ask(shop.url, 'SELECT email FROM users WHERE email = ?', ["jane's\t5 Query\tno"]);
    const connected = `Connect ${shop.user}@127.0.0.1 on ${shop.database} using TCP/IP`;
    assert.deepEqual((await mariadb.generalLog()).slice(seen), [
      connected,
      'Query SELECT *\nFROM users',
      connected,
      'Prepare SELECT email FROM users WHERE email = ?',
      "Execute SELECT email FROM users WHERE email = 'jane\\'s\t5 Query\tno'",
    ]);
  });

  it('lets nobody in without the password', async () => {
    const url = new URL(mariadb.rootUrl);
    url.password = '';
    await assert.rejects(ask(url.href, 'SELECT 1'), { code: 'ER_ACCESS_DENIED_ERROR' });
    assert.deepEqual(await ask(mariadb.rootUrl, 'SELECT 1 AS one'), [{ one: 1 }]);
  });

  it('leaves no process and no directory', async () => {
    const before = folder.traces();
    const own = await startMariaDb();
    const { url } = await own.newDatabase();
    assert.ok(folder.traces().length > before.length);
    await own.stop();
    await own.stop();
    assert.deepEqual(folder.traces(), before);
    await assert.rejects(ask(url, 'SELECT 1'), { code: 'ECONNREFUSED' });
  });
});
