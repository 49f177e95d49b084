import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Launch } from './index.ts';
import { type Asking, faultCodeIn, openScriptKit, valueIn } from './script-kit.contract.ts';

/** Sources that answer `{ id: 1 }`, each a form in which published scripts are written. */
const forms: Readonly<Record<string, string>> = {
  'anonymous function': 'function (email, password, callback) { callback(null, { id: 1 }); }',
  'named function': 'function login(email, password, callback) { callback(null, { id: 1 }); }',
  'function by another name':
    'function authenticate(email, password, callback) { callback(null, { id: 1 }); }',
  'async function': 'async function (email, password) { return { id: 1 }; }',
  'named async function with a callback':
    'async function login(email, password, callback) { await null; return callback(null, { id: 1 }); }',
  'async function that returns past its callback':
    'async function login(email, password, callback) { return { id: 1 }; }',
  'async function whose callback comes later':
    'async function login(email, password, callback) { setTimeout(() => callback(null, { id: 1 }), 5); }',
  'arrow function': '(email, password, callback) => { callback(null, { id: 1 }); }',
  'async arrow function': 'async (email, password) => ({ id: 1 })',
  'arrow function over lines': '(\n  email,\n  password,\n  callback\n) => callback(null, { id: 1 });',
  'function in parentheses': '(function (email, password, callback) { callback(null, { id: 1 }); })',
  'arrow function in a constant': 'const login = async (email, password) => ({ id: 1 });',
  'trailing semicolon': 'function (email, password, callback) { callback(null, { id: 1 }); };\n',
  'comments around':
    '/* ours */\n// and: function () {}\nfunction (email, password, callback) { callback(null, { id: 1 }); } // end',
  'a comment on the same line':
    '/** @type {import("x")} */ function login(email, password, callback) { callback(null, { id: 1 }); }',
  'helper before':
    'function helper() { return 1; }\nfunction login(email, password, callback) { callback(null, { id: helper() }); }',
  'helper after':
    'function login(email, password, callback) { callback(null, { id: helper() }); }\nfunction helper() { return 1; }',
  'helper after a function by another name':
    'function authenticate(email, password, callback) { callback(null, { id: helper() }); }\nfunction helper() { return 1; }',
  'constants and helper before an anonymous function':
    "'use strict';\nconst one = 1;\nconst same = (x) => x;\nfunction helper(x) { return same(x); }\nfunction (email, password, callback) {\n  [1].forEach(function (x) { callback(null, { id: helper(one) }); });\n}\n",
  'constants before an arrow function':
    'const one = 1;\n\nasync (email, password) => {\n  const add = (x) => x + 0;\n  return { id: add(one) };\n};',
  'constants after it':
    'function (email, password, callback) { callback(null, { id: one }); }\nconst one = 1;',
  'a constant that scripts have as a global':
    "const crypto = require('crypto');\nfunction (email, password, callback) { callback(null, { id: crypto ? 1 : 0 }); }",
  'windows line ends':
    'const one = 1;\r\nfunction (email, password, callback) {\r\n  callback(null, { id: one });\r\n}\r\n',
};

/** What a script may say besides a profile, and the answer that it makes. */
const answers: readonly (readonly [source: string, answer: string])[] = [
  ['function (email, password, callback) { callback(); }', 'nothing'],
  ['function (email, password, callback) { callback(null); }', 'nothing'],
  ['function (email, password, callback) { callback(null, null); }', 'nothing'],
  ['function (email, password, callback) { callback(null, false); }', 'nothing'],
  ['async () => {}', 'nothing'],
  ['async () => null', 'nothing'],
  ['async () => false', 'nothing'],
  ["function (email, password, callback) { callback('no'); }", 'fault'],
  ["function (email, password, callback) { callback(new Error('no')); }", 'fault'],
  ["async () => { throw new Error('no'); }", 'fault'],
  ["function () { throw new Error('no'); }", 'fault'],
  ['async (email) => { throw new WrongUsernameOrPasswordError(email); }', 'wrong-credentials'],
  ["async () => { throw new ValidationError('locked', 'Call us.'); }", 'refused'],
  ["function (email, password, callback) { callback(new UnauthorizedError('Not you.')); }", 'refused'],
  ["async () => { throw Object.assign(new Error('x'), { code: 'ETIMEDOUT' }); }", 'unavailable'],
  ["async () => { throw new Error('x', { cause: { code: '57P01' } }); }", 'unavailable'],
];

/** The script contract of DESIGN.md, which every level of isolation keeps. */
export function describeScriptForms(level: string, launch: Launch): void {
  describe(`the script contract at level ${level}`, () => {
    const { ask } = openScriptKit({ launch });
    const here = (asking: Asking = {}): Asking => ({ connection: 'one', ...asking });

    for (const [name, source] of Object.entries(forms)) {
      it(`runs the form: ${name}`, async () => {
        assert.deepEqual(valueIn(await ask(source, here({ version: name }))), { id: 1 });
      });
    }

    for (const [source, expected] of answers) {
      it(`answers ${expected} to ${source}`, async () => {
        const answer = await ask(source, here({ version: source }));
        assert.equal(answer.answer, expected, JSON.stringify(answer));
      });
    }

    it('passes the arguments of Login and of Get User, and the context where a parameter is there for it', async () => {
      const login = '(email, password, context, callback) => callback(null, { email, password, context })';
      const context = { ip: '192.0.2.1' };
      const answer = await ask(login, { context });
      assert.deepEqual(valueIn(answer), { email: 'jane@example.com', password: 'correct horse', context });
      const getUser = 'function getByEmail(email, context, callback) { callback(null, { email, context }); }';
      const found = await ask(getUser, { script: 'get_user' });
      assert.deepEqual(valueIn(found), { email: 'jane@example.com', context: {} });
      const short = await ask('async (email) => ({ email })', { script: 'get_user' });
      assert.deepEqual(valueIn(short), { email: 'jane@example.com' });
    });

    it('keeps what an error of the contract says', async () => {
      const wrong = await ask("async (email) => { throw new WrongUsernameOrPasswordError(email, 'No.'); }");
      assert.partialDeepStrictEqual(wrong, { identifier: 'jane@example.com', message: 'No.' });
      const anonymous = await ask('async () => { throw new WrongUsernameOrPasswordError(); }');
      assert.equal('identifier' in anonymous, false);
      const refused = await ask("async () => { throw new ValidationError('locked', 'Call us.'); }");
      assert.partialDeepStrictEqual(refused, { code: 'locked', message: 'Call us.' });
    });

    it('turns values into JSON: dates, big integers, what has a toJSON', async () => {
      const answer = await ask(
        'async () => ({ big: 9007199254740993n, at: new Date(0), none: undefined, f() {}, list: [() => 1, 1n], own: { toJSON: () => "x" } })',
      );
      const at = '1970-01-01T00:00:00.000Z';
      assert.deepEqual(valueIn(answer), { big: '9007199254740993', at, list: [null, '1'], own: 'x' });
    });

    it('has the globals that published scripts use', async () => {
      const names =
        '[typeof request, typeof crypto.createHash, typeof querystring.parse, typeof mysql.createConnection, typeof bcrypt.compare, typeof pg.Client, typeof jwt.sign, typeof _.pick, typeof Buffer.from, typeof URL, typeof fetch, typeof setTimeout]';
      const answer = await ask(`async () => ({ kinds: [...new Set(${names})] })`);
      assert.deepEqual(valueIn(answer), { kinds: ['function'] });
    });

    it('gives a configuration that cannot be changed', async () => {
      const source =
        "async () => { configuration.HOST = 'x'; configuration = null; return { host: configuration.HOST, frozen: Object.isFrozen(configuration) }; }";
      const answer = await ask(source, { configuration: { HOST: 'db.example.com' } });
      assert.deepEqual(valueIn(answer), { host: 'db.example.com', frozen: true });
    });

    it('keeps `global` for the life of the process, and top-level code is evaluated once', async () => {
      const source =
        'let loads = 0; loads += 1;\nasync function login() { global.calls = (global.calls ?? 0) + 1; return { calls: global.calls, loads }; }';
      await ask(source, { connection: 'kept' });
      assert.deepEqual(valueIn(await ask(source, { connection: 'kept' })), { calls: 2, loads: 1 });
    });

    it('captures what a script prints, for the call that printed it', async () => {
      const source =
        "async (email) => { console.log('%s is %d', email, 1, { a: [1] }); console.error(new Error('x').message); return {}; }";
      const answer = await ask(source);
      assert.deepEqual(answer.logs, [
        { level: 'info', text: 'jane@example.com is 1 { a: [ 1 ] }' },
        { level: 'error', text: 'x' },
      ]);
    });

    it('names a syntax error and its line, and a script without a function', async () => {
      const broken = await ask('const one = 1;\nfunction (email, password, callback) {\n  const a = ;\n}');
      assert.match(JSON.stringify(broken), /Unexpected token ';' \(line 3 of the login script\)/);
      const none = await ask('const one = 1;');
      assert.match(JSON.stringify(none), /holds no function/);
    });

    it('answers with a fault when the script is not there', async () => {
      const answer = await ask('async () => ({})', { script: 'verify' });
      assert.equal(faultCodeIn(answer), 'script-missing');
    });
  });
}
