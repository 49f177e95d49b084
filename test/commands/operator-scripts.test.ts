import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createLegacyConnection, type LegacyConnection, scriptsOver } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { until } from '../kit/until.ts';
import { command, operatorOf, type Said, startAtTerminal, withTerminal } from './segue-command.ts';

const password = 'correct horse';
const profile = { user_id: 7, email: 'jane@example.com', nickname: 'jane', user_metadata: { a: 1 } };
const scripts = scriptsOver([{ identifiers: ['jane@example.com'], password, profile }]);

for (const store of stores) {
  describe(`segue scripts, ${store.name}`, store.options, () => {
    let segue: Segue;
    let shop: LegacyConnection;
    let folder: string;
    before(async () => {
      segue = await startSegue(store);
      const configuration = { DB_HOST: 'db.example.com', DB_PASSWORD: segue.canaries.plant('db') };
      shop = await createLegacyConnection(segue, { name: 'shop', ...scripts, configuration });
      folder = await mkdtemp(join(tmpdir(), 'segue-scripts-'));
    });
    after(async () => {
      await segue.stop();
      await rm(folder, { recursive: true });
    });

    const run = (args: readonly string[], input = ''): Promise<Said> =>
      command(['scripts', ...args], { env: operatorOf(segue), cwd: folder, input });
    const optionsNow = async () => (await segue.manage('GET', `connections/${shop.id}`)).body.options;

    test('pull writes the files, push finds no difference', async () => {
      const pulled = await run(['pull', 'shop', 'src']);
      assert.deepEqual([pulled.status, pulled.err], [0, 'segue: wrote src/login.js and src/get-user.js\n']);
      assert.equal(await readFile(join(folder, 'src/login.js'), 'utf8'), scripts.login);
      const pushed = await run(['push', 'shop', 'src']);
      assert.deepEqual([pushed.status, pushed.out], [0, '']);
      assert.match(pushed.err, /nothing to change/);
    });

    test('push shows the difference, changes nothing in a dry run, and keeps all else when it changes', async () => {
      await mkdir(join(folder, 'new'));
      const changed = `// better\n${scripts.login}`;
      await writeFile(join(folder, 'new/login.js'), changed);
      const before = await optionsNow();
      const dry = await run(['push', 'shop', 'new', '--dry-run']);
      assert.equal(dry.status, 0, dry.err);
      assert.match(
        dry.out,
        /^--- shop\/login\n\+\+\+ new\/login\.js\n@@ -1,3 \+1,4 @@\n\+\/\/ better\n const users/,
      );
      assert.match(dry.err, /a dry run: nothing was changed/);
      assert.deepEqual(await optionsNow(), before);
      const unasked = await run(['push', 'shop', 'new']);
      assert.equal(unasked.status, 64);
      assert.match(unasked.err, /nobody is there to be asked/);
      assert.deepEqual(await optionsNow(), before);

      await writeFile(join(folder, 'shop.env'), `DB_PASSWORD=${segue.canaries.plant('new-db')}\n`);
      const done = await run(['push', 'shop', 'new', '--configuration', 'shop.env', '--yes', '--json']);
      assert.equal(done.status, 0, done.err);
      const report = JSON.parse(done.out);
      assert.deepEqual(
        [
          report.applied,
          report.scripts.map(({ script }: { script: string }) => script),
          report.configuration,
        ],
        [true, ['login'], ['DB_PASSWORD']],
      );
      const now = await optionsNow();
      assert.equal(now.customScripts.login, changed);
      assert.equal(now.customScripts.get_user, scripts.getUser);
      assert.equal(now.configuration.DB_HOST, before.configuration.DB_HOST);
      assert.notEqual(now.configuration.DB_PASSWORD, before.configuration.DB_PASSWORD);
      assert.deepEqual(
        { ...now, customScripts: 0, configuration: 0 },
        { ...before, customScripts: 0, configuration: 0 },
      );
    });

    test('the server says what is wrong with a script, by file and line, before anything changes', async () => {
      await writeFile(
        join(folder, 'broken.js'),
        'function login(email, password, callback) {\n  return (;\n}\n',
      );
      const before = await optionsNow();
      for (const more of [['--dry-run'], ['--yes']]) {
        const said = await run(['push', 'shop', '--login', 'broken.js', ...more]);
        assert.equal(said.status, 65);
        assert.match(said.err, /^segue: broken\.js:2: Unexpected token ';'.*\n {2}Nothing was changed\./);
      }
      assert.deepEqual(await optionsNow(), before);
      const none = await run(['push', 'shop', 'nowhere']);
      assert.equal(none.status, 66);
      assert.match(none.err, /nowhere holds neither login\.js nor get-user\.js/);
    });

    test('pull does not write over a file that differs without asking', async () => {
      assert.equal((await run(['pull', 'shop', 'mine'])).status, 0);
      await writeFile(join(folder, 'mine/get-user.js'), '// mine\n');
      const said = await run(['pull', 'shop', 'mine']);
      assert.equal(said.status, 64);
      assert.match(said.out, /^--- mine\/get-user\.js\n\+\+\+ Segue\n@@ -1 \+1,\d+ @@\n-\/\/ mine\n/);
      assert.equal(await readFile(join(folder, 'mine/get-user.js'), 'utf8'), '// mine\n');
      assert.equal((await run(['pull', 'shop', 'mine', '--yes'])).status, 0);
      assert.equal(await readFile(join(folder, 'mine/get-user.js'), 'utf8'), scripts.getUser);
    });

    test(
      'at a terminal push asks; a change by somebody else meanwhile is not written over',
      withTerminal,
      async () => {
        await writeFile(join(folder, 'asked.js'), `// asked\n${scripts.login}`);
        const args = ['scripts', 'push', 'shop', '--login', join(folder, 'asked.js')];
        const terminal = startAtTerminal(args, { env: operatorOf(segue) });
        await until(() => terminal.said.out.includes('[y/N]'));
        // biome-ignore lint/suspicious/noControlCharactersInRegex: it is about colours
        assert.match(terminal.said.out, /\u001b\[32m\+\/\/ asked/);
        await shop.change({ disable_signup: true });
        terminal.type('y\r');
        const { status, out } = await terminal.ended;
        assert.equal(status, 75);
        assert.match(out, /changed by somebody else meanwhile; nothing was changed/);
        assert.ok(!(await optionsNow()).customScripts.login.startsWith('// asked'));
      },
    );

    test('try tells what a login would find, and leaves nobody and no failed attempt behind', async () => {
      const login = ['try', 'login', '--connection', 'shop', '--email', 'jane@example.com'];
      const right = await run(login, `${password}\n`);
      assert.equal(right.status, 0, right.err);
      assert.match(right.out, /^✓ the script gives a profile \(\d+(\.\d)? ms\)\n/);
      assert.match(right.out, /^ {2}user_id +auth0\|7$/m);
      assert.match(right.out, /^ {2}user_metadata\.a +1$/m);
      assert.match(right.out, /→ a login would migrate this user/);
      assert.ok(!right.out.includes(password) && !right.err.includes(password));
      const wrong = await run(login, 'wrong\n');
      assert.deepEqual([wrong.status, wrong.out.split(' (')[0]], [1, '○ nobody, or a wrong password']);
      const found = await run([
        'try',
        'get_user',
        '--connection',
        'shop',
        '--email',
        'Jane@Example.com',
        '--json',
      ]);
      const report = JSON.parse(found.out);
      assert.deepEqual(
        [report.outcome, report.consequence, report.profile.user_id],
        ['profile', 'migrates', 'auth0|7'],
      );
      assert.deepEqual((await segue.manage('GET', 'users')).body, []);
      const types = (await segue.logs()).map(({ type }) => type);
      assert.ok(!types.includes('fp') && !types.includes('fu') && !types.includes('sui'));
    });

    test('try runs a file in the place of what is stored, and tells of faults and outages', async () => {
      const tryFile = async (source: string, more: readonly string[] = []): Promise<Said> => {
        await writeFile(join(folder, 'draft.js'), source);
        const args = [
          'try',
          'login',
          '--connection',
          'shop',
          '--email',
          'jane@example.com',
          '--file',
          'draft.js',
          ...more,
        ];
        return run(args, 'typed-hunter22\n');
      };
      const printing = await tryFile(
        'async function login(email, password) { console.log("asked", password, configuration.DB_HOST); return { user_id: 1, email }; }',
      );
      assert.equal(printing.status, 0, printing.err);
      assert.match(printing.out, /login console\.info: asked \[password\] \[configuration\.DB_HOST\]/);
      const fault = await tryFile(
        'function login(e, p, callback) { callback(new Error("no table users for " + p)); }',
      );
      assert.equal(fault.status, 65);
      assert.match(fault.out, /^✗ the script failed: Error: no table users for \[password\] \(/);
      const away = await tryFile(
        'function login(e, p, callback) { const error = new Error("x"); error.code = "ECONNREFUSED"; callback(error); }',
      );
      assert.equal(away.status, 75);
      assert.match(away.out, /^✗ the legacy user store cannot be asked: connection-failed: ECONNREFUSED: x/);
      await writeFile(join(folder, 'other.env'), 'DB_HOST=other\n');
      const configured = await tryFile(
        'async function login(email) { return { user_id: configuration.DB_HOST.length, email }; }',
        ['--configuration', 'other.env'],
      );
      assert.match(configured.out, /user_id +auth0\|5/);
      const now = await optionsNow();
      assert.ok(now.customScripts.login.includes('sha256'), 'what is stored is untouched');
    });

    test('try says which options and names it needs', async () => {
      for (const [args, status, hint] of [
        [
          ['try', 'create', '--connection', 'shop', '--email', 'a@b.c'],
          64,
          /there is no script "create"\n {2}The scripts are login and get_user/,
        ],
        [['try', 'login', '--connection', 'shop'], 64, /--email is needed/],
        [
          ['try', 'login', '--connection', 'nowhere', '--email', 'a@b.c'],
          67,
          /there is no connection nowhere/,
        ],
        [['try', 'login', '--connection', 'shop', '--email', 'a@b.c'], 66, /no password was given/],
      ] as const) {
        const said = await run(args);
        assert.equal(said.status, status, said.err);
        assert.match(said.err, hint);
      }
    });
  });
}
