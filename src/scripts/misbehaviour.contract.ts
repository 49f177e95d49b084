import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Launch } from './index.ts';
import { faultCodeIn, openScriptKit, valueIn } from './script-kit.contract.ts';

/** What a script does wrong without meaning harm, and the code of the fault that it must come to. */
const mistakes: Readonly<Record<string, readonly [code: string, statement: string]>> = {
  'throws before the callback': ['TypeError', "throw new TypeError('mine')"],
  'answers with a function': ['result-not-json', 'callback(null, () => 1)'],
  'answers with a symbol': ['result-not-json', "callback(null, Symbol('x'))"],
  'has a getter that throws': ['Error', "callback(null, { get a() { throw new Error('mine'); } })"],
};

/** What every level of isolation makes of mistakes: the call suffers, and only the call. Harm meant is in attacks/. */
export function describeMisbehaviour(level: string, launch: Launch): void {
  describe(`misbehaving scripts at level ${level}`, { timeout: 120_000 }, () => {
    const { ask } = openScriptKit({ launch, blockedMs: 500, deadlineMs: 8_000 });

    for (const [name, [code, statement]] of Object.entries(mistakes)) {
      it(`tells the fault of one that ${name}`, async () => {
        const source = `function (email, password, callback) {\n  if (email !== 'bad@example.com') return callback(null, { id: 1 });\n  ${statement};\n}`;
        const answer = await ask(source, { connection: name, email: 'bad@example.com' });
        assert.equal(faultCodeIn(answer), code);
        assert.deepEqual(valueIn(await ask(source, { connection: name })), { id: 1 }, 'the next call');
      });
    }

    it('passes on arrays, strings and numbers as they are', async () => {
      for (const value of [[1, 'a', { b: null }], 'text', 42]) {
        assert.deepEqual(valueIn(await ask(`async () => (${JSON.stringify(value)})`)), value);
      }
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
