import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { scriptsOver } from '../kit/legacy-connection.ts';
import { until } from '../kit/until.ts';
import { command, type Said, startAtTerminal, withTerminal } from './segue-command.ts';

const scripts = scriptsOver([
  {
    identifiers: ['jane@example.com'],
    password: 'correct horse',
    profile: {
      user_id: 7,
      email: 'jane@example.com',
      email_verified: 1,
      app_metadata: { plan: 'gold', seats: 2 },
    },
  },
]);

describe('segue scripts test', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-offline-'));
    await writeFile(join(folder, 'login.js'), scripts.login);
    await writeFile(join(folder, 'get-user.js'), scripts.getUser);
  });
  after(() => rm(folder, { recursive: true }));

  const run = (args: readonly string[], input = ''): Promise<Said> =>
    command(['scripts', 'test', ...args], { cwd: folder, input });

  async function runSource(source: string, args: readonly string[] = []): Promise<Said> {
    await writeFile(join(folder, 'draft.js'), source);
    return run(['draft.js', '--email', 'jane@example.com', ...args], 'typed-hunter22\n');
  }

  test('a login without any server or database: profile, console, time; nothing is left in the folder', async () => {
    const right = await run(['login.js', '--email', 'jane@example.com'], 'correct horse\n');
    assert.equal(right.status, 0, right.err);
    assert.match(right.out, /^✓ jane@example\.com: profile \(\d+(\.\d)? ms\)\n {2}user_id +auth0\|7\n/);
    assert.match(right.out, /^ {2}email_verified +yes$/m);
    const wrong = await run(['login.js', '--email', 'jane@example.com'], 'wrong\n');
    assert.equal(wrong.status, 1);
    assert.match(
      wrong.out,
      /✗ jane@example\.com: absent .*\n {2}the outcome is absent, and profile was expected/,
    );
    assert.equal(
      (await run(['login.js', '--email', 'jane@example.com', '--expect', 'absent'], 'wrong\n')).status,
      0,
    );
    const found = await run(['get-user.js', '--email', 'jane@example.com', '--json']);
    const { passed, failed, isolation, cases } = JSON.parse(found.out);
    assert.deepEqual(
      [passed, failed, cases[0].script, cases[0].profile.app_metadata.plan],
      [1, 0, 'get_user', 'gold'],
    );
    assert.match(isolation, /^(strict|basic)$/);
  });

  test('cases of a file: all as expected, or which are not and why', async () => {
    const jane = { email: 'jane@example.com', password: 'correct horse' };
    const cases = [
      { ...jane, expect: { profile: { user_id: 'auth0|7', app_metadata: { plan: 'gold' } } } },
      { ...jane, name: 'capitals', email: 'JANE@example.com' },
      { ...jane, password: 'wrong', expect: 'absent' },
      { script: 'get_user', email: 'nobody@example.com', expect: 'absent' },
    ];
    await writeFile(join(folder, 'cases.json'), JSON.stringify(cases));
    const all = ['login.js', '--get-user', 'get-user.js', '--cases', 'cases.json'];
    const good = await run(all);
    assert.equal(good.status, 0, good.out + good.err);
    assert.match(good.out, /4 cases, all as expected\n$/);
    const odd = [{ ...jane, expect: { profile: { app_metadata: { plan: 'silver' } } } }, ...cases.slice(2)];
    await writeFile(join(folder, 'cases.json'), JSON.stringify(odd));
    const bad = await run(all);
    assert.equal(bad.status, 1);
    assert.match(
      bad.out,
      /app_metadata is \{"plan":"gold","seats":2\}, and \{"plan":"silver"\} was expected/,
    );
    assert.match(bad.out, /3 cases, 1 not as expected\n$/);
    assert.doesNotMatch(bad.out + bad.err, /correct horse/);
  });

  test('what scripts print and throw is shown without the password and the configuration', async () => {
    await writeFile(join(folder, 'shop.env'), 'DB_PASSWORD=db-hunter23\n');
    const said = await runSource(
      'function login(email, password, callback) { console.warn(password, configuration.DB_PASSWORD); callback(new Error("for " + password)); callback(); }',
      ['--configuration', 'shop.env', '--expect', 'fault'],
    );
    assert.equal(said.status, 0, said.err);
    assert.match(said.out, /✓ jane@example\.com: fault: Error: for \[password\]/);
    assert.match(said.out, /! it gave a second answer, which was dropped/);
    assert.match(said.out, /login console\.warn: \[password\] \[configuration\.DB_PASSWORD\]/);
    assert.doesNotMatch(said.out + said.err, /hunter2/);
  });

  test('an invalid profile, a deadline, and a place that may not be reached', async (t) => {
    const odd = await runSource('async () => ({ user_id: 1, email: "jane@example.com", shoe: 43 })');
    assert.equal(odd.status, 1);
    assert.match(odd.out, /fault: invalid profile: unknown key "shoe"/);
    const keeping = await runSource('async () => ({ user_id: 1, email: "jane@example.com", shoe: 43 })', [
      '--keep-unknown-profile-keys',
    ]);
    assert.equal(keeping.status, 0, keeping.out);
    const late = await runSource('function login(email, password, callback) {}', [
      '--deadline',
      '1',
      '--expect',
      'unavailable',
    ]);
    assert.equal(late.status, 0, late.out);
    assert.match(late.out, /unavailable: deadline/);

    const server = createServer((_request, response) => response.end('{"id":7}')).listen(0, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const source = `async (email) => ({ user_id: (await (await fetch('http://127.0.0.1:${address.port}/')).json()).id, email })`;
    assert.equal((await runSource(source)).status, 0);
    assert.equal((await runSource(source, ['--egress', `127.0.0.1:${address.port}`])).status, 0);
    const refused = await runSource(source, ['--egress', 'db.example.com:3306']);
    assert.equal(refused.status, 1);
    assert.match(refused.out, /! it was not connected to 127\.0\.0\.1:\d+: add --egress 127\.0\.0\.1:\d+\n/);
  });

  test('what cannot be run is told: TypeScript, a syntax error, no file, wrong cases', async () => {
    await writeFile(join(folder, 'login.ts'), '');
    const typed = await run(['login.ts', '--email', 'a@b.c']);
    assert.equal(typed.status, 64);
    assert.match(
      typed.err,
      /login\.ts is TypeScript, which scripts cannot be: Segue runs JavaScript\n {2}Write JavaScript with types/,
    );
    const broken = await runSource('function login(email, password, callback) {\n  return (;\n}');
    assert.equal(broken.status, 65);
    assert.match(broken.err, /^segue: draft\.js:2: Unexpected token/);
    assert.equal((await run(['nothing.js', '--email', 'a@b.c'])).status, 66);
    assert.match((await run(['login.js'])).err, /either --email or --cases is needed/);
    for (const [cases, why] of [
      ['{}', /it is a list of cases/],
      ['[{ "email": "a@b.c", "password": "hunter22" ', /it is no JSON/],
      ['[{ "email": "a@b.c" }]', /case 1: a login has a password/],
      ['[{ "email": "a@b.c", "password": "x", "expects": 1 }]', /case 1: unknown key "expects"/],
      ['[{ "email": "a@b.c", "password": "x", "expect": "yes" }]', /"yes" is no outcome/],
    ] as const) {
      await writeFile(join(folder, 'cases.json'), cases);
      const said = await run(['login.js', '--cases', 'cases.json']);
      assert.equal(said.status, 65, cases);
      assert.match(said.err, why);
      assert.doesNotMatch(said.err, /hunter22/);
    }
  });

  test('at a terminal the password is typed unseen', withTerminal, async () => {
    const terminal = startAtTerminal([
      'scripts',
      'test',
      join(folder, 'login.js'),
      '--email',
      'jane@example.com',
    ]);
    await until(() => terminal.said.out.includes('Password: '));
    terminal.type('correct horse\r');
    const { status, out } = await terminal.ended;
    assert.equal(status, 0, out);
    assert.doesNotMatch(out, /correct/);
  });
});
