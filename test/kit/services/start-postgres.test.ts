import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { skipUnless, startPostgres, type TestPostgres } from './index.ts';
import { ownTemporaryFolder } from './own-temporary-folder.ts';

async function ask(url: string, sql: string, parameters: readonly unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, [...parameters])).rows;
  } finally {
    await client.end();
  }
}

describe('startPostgres', skipUnless('postgres'), () => {
  const folder = ownTemporaryFolder();
  let postgres: TestPostgres;
  before(async () => {
    postgres = await startPostgres({ own: true });
  });
  after(async () => {
    await postgres.stop();
    await folder.remove();
  });

  it('makes empty databases that do not see each other', async () => {
    const first = await postgres.newDatabase('CREATE TABLE users (email text); INSERT INTO users VALUES (1)');
    const second = await postgres.newDatabase();
    assert.deepEqual(await ask(first, 'SELECT email FROM users'), [{ email: '1' }]);
    await assert.rejects(ask(second, 'SELECT email FROM users'), /does not exist/);
  });

  it('logs what was asked, with parameters, and not what the kit asked', async () => {
    const url = await postgres.newDatabase('CREATE TABLE users (email text)');
    const other = await postgres.newDatabase();
    await ask(url, 'SELECT *\nFROM users WHERE email = $1', ["jane's\nsegue|x|y| LOG:  statement: no"]);
    await ask(url, 'DELETE FROM users');
    await ask(other, 'SELECT 2');
    assert.deepEqual(await postgres.queryLog(url), [
      "SELECT *\nFROM users WHERE email = $1 [$1 = 'jane''s\nsegue|x|y| LOG:  statement: no']",
      'DELETE FROM users',
    ]);
    assert.ok((await postgres.queryLog()).includes('SELECT 2'));
  });

  it('hands out a role that is no superuser', async () => {
    const url = await postgres.newDatabase();
    const [role] = await ask(url, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user');
    assert.deepEqual(role, { rolsuper: false });
  });

  it('shares a server: stop drops what was made and leaves the rest', async () => {
    const outer = process.env['SEGUE_TEST_POSTGRES'];
    process.env['SEGUE_TEST_POSTGRES'] = postgres.url;
    try {
      const mine = await postgres.newDatabase();
      const sharing = await startPostgres();
      const shared = await sharing.newDatabase();
      await ask(shared, 'SELECT 3');
      await ask(mine, 'SELECT 4');
      assert.deepEqual(await sharing.queryLog(), ['SELECT 3']);
      await sharing.stop();
      await assert.rejects(ask(shared, 'SELECT 1'), /does not exist/);
      assert.equal((await ask(mine, 'SELECT 1')).length, 1);
    } finally {
      if (outer === undefined) delete process.env['SEGUE_TEST_POSTGRES'];
      else process.env['SEGUE_TEST_POSTGRES'] = outer;
    }
  });

  it('leaves no process and no directory', async () => {
    const before = folder.traces();
    const own = await startPostgres({ own: true });
    const url = await own.newDatabase();
    await ask(url, 'SELECT 1');
    assert.ok(folder.traces().length > before.length);
    await own.stop();
    await own.stop();
    assert.deepEqual(folder.traces(), before);
    await assert.rejects(ask(url, 'SELECT 1'), { code: 'ECONNREFUSED' });
  });
});
