import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { until } from '../kit/until.ts';
import { operatorOf, startAtTerminal, withTerminal } from './segue-command.ts';

const sqlite = stores.filter(({ name }) => name === 'SQLite');

for (const store of sqlite) {
  describe('segue at a terminal', withTerminal, () => {
    let segue: Segue;
    before(async () => {
      segue = await startSegue(store);
      await segue.manage('POST', 'connections', { name: 'local', strategy: 'auth0' });
      const email = 'somebody.with.a.very.long.address@mail.department.example.com';
      const password = segue.canaries.plant('password');
      await segue.manage('POST', 'users', { connection: 'local', email, password });
      await segue.manage('POST', 'users', { connection: 'local', email: 'kim@example.com', password });
    });
    after(() => segue.stop());

    test('a password is typed unseen', async () => {
      const env = operatorOf(segue);
      const create = ['users', 'create', '--connection', 'local', '--email', 'typed@example.com'];
      const terminal = startAtTerminal(create, { env });
      await until(() => terminal.said.out.includes('Password: '));
      const secret = segue.canaries.plant('typed');
      terminal.type(`${secret.slice(0, -1)}xx\x7f\x7f${secret.slice(-1)}\r`);
      const { status, out } = await terminal.ended;
      assert.equal(status, 0, out);
      assert.ok(!out.includes(secret.slice(0, 12)), 'no echo');
      const found = await segue.manage('GET', 'users-by-email?email=typed@example.com');
      assert.equal(found.body.length, 1);
    });

    test('Ctrl+C at the password ends it, and nothing is made', async () => {
      const create = ['users', 'create', '--connection', 'local', '--email', 'never@example.com'];
      const terminal = startAtTerminal(create, { env: operatorOf(segue) });
      await until(() => terminal.said.out.includes('Password: '));
      terminal.type('half a pass\x03');
      const { status, out } = await terminal.ended;
      assert.equal(status, 130);
      assert.match(out, /interrupted: nothing was done/);
      assert.deepEqual((await segue.manage('GET', 'users-by-email?email=never@example.com')).body, []);
    });

    test('who deletes is asked: no, then yes', async () => {
      const del = ['users', 'delete', 'kim@example.com'];
      const doubting = startAtTerminal(del, { env: operatorOf(segue) });
      await until(() => doubting.said.out.includes('[y/N]'));
      doubting.type('\r');
      const no = await doubting.ended;
      assert.equal(no.status, 1);
      assert.match(no.out, /Delete the user kim@example\.com auth0\|\w+\? \[y\/N\]/);
      assert.match(no.out, /nothing was changed/);
      const sure = startAtTerminal(del, { env: operatorOf(segue) });
      await until(() => sure.said.out.includes('[y/N]'));
      sure.type('y\r');
      assert.equal((await sure.ended).status, 0);
      assert.deepEqual((await segue.manage('GET', 'users-by-email?email=kim@example.com')).body, []);
    });

    test('colours are for terminals, and not where NO_COLOR is said; a narrow one gets narrow tables', async () => {
      const env = operatorOf(segue);
      const wide = await startAtTerminal(['users', 'list'], { env, columns: 200 }).ended;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
      assert.match(wide.out, /\u001b\[2mUSER/);
      assert.match(wide.out, /somebody\.with\.a\.very\.long\.address@mail\.department\.example\.com/);
      const narrow = await startAtTerminal(['users', 'list'], { env: { ...env, NO_COLOR: '1' }, columns: 90 })
        .ended;
      assert.ok(!narrow.out.includes('\u001b'), narrow.out);
      const lines = narrow.out.trim().split(/\r?\n/);
      assert.ok(lines.length >= 2);
      for (const line of lines) assert.ok(line.length <= 90, line);
      assert.match(narrow.out, /somebody\.with\S*…/);
    });
  });
}
