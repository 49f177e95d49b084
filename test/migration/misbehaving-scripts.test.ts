import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createScriptRunner, type ScriptRunner } from '../../src/scripts/index.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

/** No test waits for the server's own deadline, twenty seconds; bombs go off late on a busy machine. */
const limits = { deadlineMs: 5_000, blockedMs: 3_000 };
// The deadline, and what a machine that is busy with other tests adds to it.
const slowestAnswerMs = limits.deadlineMs + 4_000;

/** What the Login script does to bad@example.com, the status that its caller gets, and the event's reason. */
type Misdeed = readonly [statement: string, status: 200 | 400 | 503, reason?: RegExp];

const misdeeds: Readonly<Record<string, Misdeed>> = {
  'endless loop': ['while (true) {}', 400, /blocked its process/],
  'heap bomb': [
    'const all = []; while (true) all.push({ list: new Array(1000).fill(Math.random()) })',
    400,
    /used more than \d+ MB of heap/,
  ],
  'Buffer bomb': ['const all = []; while (true) all.push(Buffer.alloc(2e7, 1))', 400, /MB of memory/],
  'process.exit': ['process.exit(0)', 400, /ended its process/],
  'throw before the callback': ["throw new TypeError('before')", 400, /TypeError: before/],
  'throw after the callback': ["callback(null, profile); throw new TypeError('after')", 200],
  'unhandled rejection': [
    "Promise.reject(new TypeError('nobody listens'))",
    400,
    /TypeError: nobody listens/,
  ],
  'two callbacks': ["callback(null, profile); callback(new Error('second'))", 200],
  'no callback': ['', 503, /deadline/],
  '64 MB result': [
    "callback(null, { ...profile, user_metadata: { text: 'x'.repeat(64e6) } })",
    400,
    /larger than 1 MB/,
  ],
  'flood of output': [
    "for (let i = 0; i < 1e5; i += 1) console.log('line ' + i, password); callback(null, profile)",
    200,
  ],
  'flood of standard output': [
    "for (let i = 0; i < 2e3; i += 1) process.stdout.write('x'.repeat(1e4)); callback(null, profile)",
    200,
  ],
  'a profile without id': ['callback(null, { email: email })', 400, /user_id is missing/],
  'an array': ['callback(null, [profile])', 400, /the profile is an array/],
  'a circular profile': [
    'profile.user_metadata = {}; profile.user_metadata.self = profile; callback(null, profile)',
    400,
    /circular/,
  ],
  'NUL in a text': ["callback(null, { ...profile, nickname: 'a\\0b' })", 400, /nickname/],
  'NUL in metadata': ["callback(null, { ...profile, app_metadata: { note: 'a\\0b' } })", 400, /app_metadata/],
  'half a surrogate pair': ["callback(null, { ...profile, name: 'a\\ud800b' })", 400, /name/],
  'prototype keys': [
    `callback(null, Object.assign(JSON.parse('{"__proto__":{"blocked":true},"constructor":{"prototype":{"blocked":true}}}'),
      profile, { app_metadata: JSON.parse('{"__proto__":{"admin":true},"plan":"free"}') }))`,
    200,
  ],
};

/** Answers for everybody; what is wrong with it comes to light with bad@example.com only. */
function scriptThat(statement: string): string {
  return `function login(email, password, callback) {
    const profile = { user_id: email, email: email };
    if (email !== 'bad@example.com') return callback(null, profile);
    ${statement};
  }`;
}

const patient =
  '(email, password, callback) => { setTimeout(callback, 200, null, { user_id: email, email }); }';

for (const store of stores) {
  describe(`scripts that misbehave, ${store.name}`, store.options, () => {
    let segue: Segue;
    let bystander: LegacyConnection;
    let connections = 0;
    before(async () => {
      const wrapRunner = (own: ScriptRunner): ScriptRunner => {
        const runner = createScriptRunner(limits);
        return { run: runner.run, close: () => runner.close().then(() => own.close()) };
      };
      segue = await startSegue(store, { seams: { wrapRunner } });
      bystander = await createLegacyConnection(segue, {
        name: 'bystander',
        login: patient,
        options: prefixed('bystander'),
      });
    });
    after(() => segue.stop());

    for (const [name, [statement, status, reason]] of Object.entries(misdeeds)) {
      test(name, async () => {
        connections += 1;
        const connection = await createLegacyConnection(segue, {
          name: `bad-${connections}`,
          login: scriptThat(statement),
          options: prefixed(`${connections}-`),
        });
        const password = segue.canaries.plant('password');
        const elsewhere = bystander.logIn(`user-${connections}@example.com`, 'any');
        const answer = await connection.logIn('bad@example.com', password);
        assertAnswer(answer, status);
        assert.equal((await elsewhere).status, 200, 'a call in flight on another connection');
        const next = await connection.logIn('good@example.com', password);
        assert.equal(next.status, 200, `the next call on this connection: ${next.text}`);

        const logs = (await segue.logs()).filter(({ connection_id }) => connection_id === connection.id);
        if (reason === undefined) return assertUnharmed(await connection.user('bad@example.com'));
        assert.deepEqual([logs[0].type, logs[0].user_name], ['f', 'bad@example.com']);
        assert.match(logs[0].description, reason);
        assert.equal(await connection.user('bad@example.com'), undefined, 'no half-made user');
      });
    }
  });
}

/** Ids are unique in the tenant, and every script here makes the same ones. */
function prefixed(prefix: string): Readonly<Record<string, unknown>> {
  return { segue: { legacy_id_prefix: prefix } };
}

function assertAnswer(answer: Awaited<ReturnType<LegacyConnection['logIn']>>, status: number): void {
  assert.equal(answer.status, status, answer.text);
  assert.ok(answer.milliseconds < slowestAnswerMs, `${answer.milliseconds} ms`);
  if (status === 400) {
    assert.deepEqual(answer.body, {
      error: 'extensibility_error',
      error_description: "The connection's login script failed.",
    });
  }
  if (status === 503) {
    assert.equal(answer.body.error, 'temporarily_unavailable');
    assert.match(answer.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  }
}

function assertUnharmed(user: { user_id: string; blocked: boolean; app_metadata: object }): void {
  assert.match(user.user_id, /^auth0\|\d+-bad@example\.com$/);
  assert.equal(user.blocked, false);
  assert.ok(!('admin' in user.app_metadata));
  assert.ok(!('blocked' in {}), 'the prototype of everything is as it was');
}
