import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Launch, ScriptAnswer } from './index.ts';
import { faultCodeIn, openScriptKit, valueIn } from './script-kit.contract.ts';

/** What a script does to bad@example.com, and the code of the fault that it must come to. */
const misdeeds: Readonly<Record<string, readonly [code: string, statement: string]>> = {
  'endless loop': ['blocked', 'while (true) {}'],
  'endless loop that prints': ['blocked', "while (true) console.log('still here')"],
  'endless loop behind a timer': ['blocked', 'setTimeout(() => { while (true) {} }, 5)'],
  'heap bomb': [
    'out-of-memory',
    'const all = []; while (true) all.push({ list: new Array(1000).fill(Math.random()) })',
  ],
  'buffer bomb': ['out-of-memory', 'const all = []; while (true) all.push(Buffer.alloc(2e7, 1))'],
  'buffer bomb, politely': [
    'out-of-memory',
    'const all = []; const more = () => { all.push(Buffer.alloc(2e7, 1)); setImmediate(more); }; more()',
  ],
  'process.exit': ['process-exit', 'process.exit(0)'],
  'process.exit behind a timer': ['process-exit', "setTimeout(() => require('node:process').exit(1), 5)"],
  'throw before the callback': ['TypeError', "throw new TypeError('mine')"],
  'throw behind a timer': ['TypeError', "setTimeout(() => { throw new TypeError('mine'); }, 5)"],
  'throw in an emitter': [
    'Error',
    "setImmediate(() => new (require('events'))().emit('error', new Error('mine')))",
  ],
  'unhandled rejection': ['TypeError', "Promise.reject(new TypeError('mine'))"],
  'stack overflow': ['RangeError', 'const down = () => down() + 1; down()'],
  '64 MB string': ['result-too-large', "callback(null, { text: 'x'.repeat(64e6) })"],
  '64 MB array': ['result-too-large', 'callback(null, new Array(8e6).fill(1))'],
  '64 MB buffer': ['result-too-large', 'callback(null, { bytes: Buffer.alloc(64e6) })'],
  'large in bytes only': ['result-too-large', "callback(null, { text: 'ü'.repeat(6e5) })"],
  'circular result': ['result-circular', 'const a = { b: {} }; a.b.c = a; callback(null, a)'],
  'deep result': [
    'result-too-deep',
    'let a = {}; for (let i = 0; i < 1000; i += 1) a = { a }; callback(null, a)',
  ],
  'function as a result': ['result-not-json', 'callback(null, () => 1)'],
  'symbol as a result': ['result-not-json', "callback(null, Symbol('x'))"],
  'toJSON that throws': ['Error', "callback(null, { toJSON() { throw new Error('mine'); } })"],
  'getter that throws': ['Error', "callback(null, { get a() { throw new Error('mine'); } })"],
  'error that throws when read': ['Error', 'callback({ get message() { throw 1; } })'],
  'garbage on the channel': ['protocol', "require('fs').writeSync(3, 'garbage\\n')"],
  'forged messages without end': [
    'protocol',
    'for (let i = 0; i < 5000; i += 1) require("fs").writeSync(3, \'{"type":"answer","id":4000,"notes":[],"kind":"nothing"}\\n\')',
  ],
  'a line without end': [
    'protocol',
    "const piece = Buffer.alloc(65536, 120); for (;;) { try { require('fs').writeSync(3, piece); } catch {} }",
  ],
};

/** Notes of calls that have their answer all the same. */
const excesses: Readonly<Record<string, readonly [notes: readonly string[], statement: string]>> = {
  'two callbacks': [['callback-twice'], 'callback(null, { id: 1 }); callback(null, { id: 2 })'],
  'throw after the callback': [['late-throw'], "callback(null, { id: 1 }); throw new Error('late')"],
  'throw after the callback, behind a timer': [
    ['late-throw'],
    "setTimeout(() => { callback(null, { id: 1 }); throw new Error('late'); }, 5)",
  ],
  'prototype keys': [
    [],
    'callback(null, JSON.parse(\'{"id":1,"__proto__":{"x":1},"constructor":{"prototype":{"y":1}}}\'))',
  ],
  'output without end': [
    [],
    "for (let i = 0; i < 1e5; i += 1) console.log('line ' + i); callback(null, { id: 1 })",
  ],
  'a flood of stdout': [
    [],
    "for (let i = 0; i < 2e3; i += 1) process.stdout.write('x'.repeat(1e4)); callback(null, { id: 1 })",
  ],
};

const limitMs = 8_000;

/** What every level of isolation makes of scripts that misbehave: the call suffers, and only the call. */
export function describeMisbehaviour(level: string, launch: Launch): void {
  describe(`misbehaving scripts at level ${level}`, { timeout: 120_000 }, () => {
    const { ask } = openScriptKit({ launch, blockedMs: 500, deadlineMs: limitMs });
    // On a busy machine a bomb may fill its memory more slowly than that.
    const bombs = openScriptKit({ launch, blockedMs: limitMs, deadlineMs: limitMs });
    const patient =
      'function (email, password, callback) { setTimeout(() => callback(null, { id: 1 }), 150); }';

    const misbehave = async (name: string, statement: string, kit = { ask }): Promise<ScriptAnswer> => {
      const source = `function (email, password, callback) {\n  if (email !== 'bad@example.com') return callback(null, { id: 1 });\n  ${statement};\n}`;
      const bystander = ask(patient, { connection: 'bystander' });
      const answer = await kit.ask(source, { connection: name, email: 'bad@example.com' });
      assert.deepEqual(valueIn(await kit.ask(source, { connection: name })), { id: 1 }, 'the next call');
      assert.deepEqual(valueIn(await bystander), { id: 1 }, 'a call on another connection');
      return answer;
    };

    for (const [name, [code, statement]] of Object.entries(misdeeds)) {
      it(`contains: ${name}`, async () => {
        const answer = await misbehave(name, statement, code === 'out-of-memory' ? bombs : { ask });
        assert.equal(faultCodeIn(answer), code);
        assert.ok(answer.durationMs < limitMs, `${answer.durationMs} ms`);
      });
    }

    for (const [name, [notes, statement]] of Object.entries(excesses)) {
      it(`bears: ${name}`, async () => {
        const answer = await misbehave(name, statement);
        assert.deepEqual(valueIn(answer), { id: 1 });
        assert.deepEqual(answer.notes, notes);
        assert.ok(answer.logs.length <= 100);
      });
    }

    it('passes on arrays, strings and numbers as they are', async () => {
      for (const value of [[1, 'a', { b: null }], 'text', 42]) {
        assert.deepEqual(valueIn(await ask(`async () => (${JSON.stringify(value)})`)), value);
      }
    });

    it('leaves no prototype key at any depth, forged ones included', async () => {
      const forged =
        '{"type":"answer","id":1,"notes":[],"kind":"value","value":{"a":[{"__proto__":{"x":1},"b":2}]}}';
      const answer = await ask(
        `function () { require('fs').writeSync(3, ${JSON.stringify(`${forged}\n`)}); }`,
      );
      assert.equal(JSON.stringify(valueIn(answer)), '{"a":[{"b":2}]}');
    });

    it('holds no more than a line of what a process sends', async () => {
      const before = process.memoryUsage().rss;
      const flood =
        "const piece = Buffer.alloc(1e6, 120); let sent = 0; while (sent < 3e8) { try { sent += require('fs').writeSync(3, piece); } catch {} }";
      const answers = await Promise.all([1, 2, 3, 4].map(() => ask(`function () { ${flood} }`)));
      assert.deepEqual(answers.map(faultCodeIn), Array(4).fill('protocol'));
      const grownMb = (process.memoryUsage().rss - before) / 2 ** 20;
      assert.ok(grownMb < 64, `${grownMb} MB`);
    });

    it('repeats the innocent calls of a process that dies, and names the guilty one', async () => {
      for (const [statement, code] of [
        ['process.exit()', 'process-exit'],
        ['while (true) {}', 'blocked'],
        ["throw new RangeError('mine')", 'RangeError'],
      ] as const) {
        const source = `function (email, password, callback) {\n  if (email === 'bad@example.com') setTimeout(() => { ${statement} }, 50);\n  else setTimeout(() => callback(null, { email }), 150);\n}`;
        const emails = ['a@example.com', 'bad@example.com', 'b@example.com', 'c@example.com'];
        const answers = await Promise.all(
          emails.map((email) => ask(source, { connection: `death by ${code}`, email })),
        );
        const said = answers.map((answer) => (answer.answer === 'value' ? 'value' : faultCodeIn(answer)));
        assert.deepEqual(said, ['value', code, 'value', 'value']);
      }
    });
  });
}
