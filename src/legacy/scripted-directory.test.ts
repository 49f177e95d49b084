import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { connectionFixture } from '../accounts/fakes/connection-fixture.ts';
import type { Connection, ConnectionOptions, LegacyAnswer } from '../accounts/index.ts';
import { createSealer, type Sealer } from '../lib/sealed-secret.ts';
import { createScriptRunner, type ScriptRunner } from '../scripts/index.ts';
import { createRefusingDirectory } from './refusing-directory.ts';
import { createScriptedDirectory, type PrintedLine } from './scripted-directory.ts';

const runner = createScriptRunner();
after(() => runner.close());
const sealer = createSealer([randomBytes(32)]);
const printed: PrintedLine[] = [];
const legacy = createScriptedDirectory({ runner, sealer, onPrint: (line) => printed.push(line) });

let connections = 0;
function connectionWith(options: Partial<ConnectionOptions>, sealedBy: Sealer = sealer): Connection {
  connections += 1;
  const id = `con_${connections}`;
  const configuration = Object.entries(options.configuration ?? {}).map(([key, plain]) => [
    key,
    sealedBy.seal(plain, { table: 'connections', row: id, field: 'configuration', key }),
  ]);
  const sealed = { ...options, configuration: Object.fromEntries(configuration) };
  return connectionFixture({ id, name: `legacy-${connections}`, options: sealed });
}

function authenticate(login: string, options: Partial<ConnectionOptions> = {}): Promise<LegacyAnswer> {
  const connection = connectionWith({ customScripts: { login }, ...options });
  return legacy.authenticate(connection, 'ada@example.com', 'hunter22');
}

test('a right password gives the checked profile, with the facts of the call', async () => {
  const answer = await authenticate(
    `function login(email, password, callback) {
    callback(null, { user_id: 7, email: email, nickname: configuration.NICK, app_metadata: { typed: password } });
  }`,
    { configuration: { NICK: 'ada' } },
  );
  assert.equal(answer.answer, 'profile');
  if (answer.answer !== 'profile') return;
  assert.equal(answer.profile.id, '7');
  assert.equal(answer.profile.nickname, 'ada');
  assert.deepEqual(answer.profile.appMetadata, {}, 'a value equal to the password is dropped (S15)');
  assert.match(answer.scriptVersion, /^[\w-]{12}$/);
  assert.ok(answer.durationMs > 0);
});

test('each kind of answer becomes one of ours', async () => {
  const named = 'throw new WrongUsernameOrPasswordError("ada@example.com", "no")';
  const cases: readonly [string, string, Partial<Record<string, unknown>>][] = [
    ['callback()', 'absent', { known: false }],
    [named, 'absent', { known: true }],
    [
      'callback(new ValidationError("terms", "Accept the terms first"))',
      'refused',
      { message: 'Accept the terms first' },
    ],
    [
      'callback(Object.assign(new Error("x"), { code: "ECONNREFUSED" }))',
      'unavailable',
      { retryAfterSeconds: 5 },
    ],
    ['throw new Error("boom")', 'fault', { script: 'login' }],
    ['callback(null, { email: email })', 'fault', { reason: 'invalid profile: user_id is missing' }],
    ['callback(null, [1])', 'fault', { reason: 'invalid profile: the profile is an array, not an object' }],
  ];
  for (const [body, expected, more] of cases) {
    const answer = await authenticate(`function (email, password, callback) { ${body} }`);
    assert.equal(answer.answer, expected, body);
    assert.deepEqual({ ...answer, ...more }, answer, body);
  }
});

test('find asks the Get User script, without a password', async () => {
  const connection = connectionWith({
    customScripts: {
      get_user: 'function (email, callback) { callback(null, { user_id: arguments.length, email }) }',
    },
  });
  const answer = await legacy.find(connection, 'ada@example.com');
  assert.equal(answer.answer === 'profile' && answer.profile.id, '2');
});

test('a configuration sealed under a lost key is told to the operator, and the script does not run', async () => {
  const lost = createSealer([randomBytes(32)]);
  const connection = connectionWith(
    { customScripts: { login: 'function (a, b, c) { c() }' }, configuration: { DB: 'x' } },
    lost,
  );
  const answer = await legacy.authenticate(connection, 'ada@example.com', 'x');
  assert.equal(answer.answer, 'fault');
  assert.match(
    answer.answer === 'fault' ? answer.reason : '',
    /"DB" was sealed under another SEGUE_SECRET_KEY/,
  );
});

test('S14: where scripts are refused, the legacy system is unavailable', async () => {
  const answer = await createRefusingDirectory('no isolation here').authenticate(
    connectionWith({}),
    'ada@example.com',
    'x',
  );
  assert.equal(answer.answer, 'unavailable');
});

test('what a script prints is told line by line, without the password', async () => {
  await authenticate(`(email, password, callback) => {
    console.log('asked for', email, password);
    console.error('no such user');
    callback();
  }`);
  const told = printed.map(({ script, level, text }) => [script, level, text]);
  assert.deepEqual(told, [
    ['login', 'info', 'asked for ada@example.com [password]'],
    ['login', 'error', 'no such user'],
  ]);
  assert.match(printed[0]?.connectionName ?? '', /^legacy-/);
});

test('what a script prints is not looked at where nobody reads it: redacting costs time', async () => {
  let reads = 0;
  const counting: Pick<ScriptRunner, 'run'> = {
    run: async (call) => {
      const answer = await runner.run(call);
      const get = (): typeof answer.logs => {
        reads += 1;
        return [];
      };
      return Object.defineProperty(answer, 'logs', { get });
    },
  };
  const unread = createScriptedDirectory({ runner: counting, sealer });
  const login = "(email, password, callback) => { console.log('asked for', email); callback(); }";
  await unread.authenticate(connectionWith({ customScripts: { login } }), 'ada@example.com', 'hunter22');
  assert.equal(reads, 0);
});
