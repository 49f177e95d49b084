import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually } from '../../test/kit/eventually.ts';
import type { LateNote, ScriptAnswer } from './index.ts';
import { openScriptKit, valueIn } from './script-kit.contract.ts';

const hers = 'correct-horse-of-jane';
const his = 'bob\'s "battery" staple';

function assertSilentAbout(answer: ScriptAnswer, ...passwords: readonly string[]): void {
  const told = JSON.stringify(answer);
  for (const form of passwords.flatMap((one) => [one, JSON.stringify(one).slice(1, -1)]))
    assert.ok(!told.includes(form), told);
}

/** What a script throws late, with a password in it. */
const errors: Readonly<Record<string, string>> = {
  'an error of a driver': "new Error('with ' + password)",
  'wrong credentials': "new WrongUsernameOrPasswordError(email, 'with ' + password)",
  'a refusal': "new ValidationError('code', 'with ' + password)",
};

/**
 * A kept emitter whose listeners run as the call that made it, as those of a kept socket do. Nobody but Bob is answered
 * by it, and what Bob's callback does, it does as Jane, who was first.
 */
const keeps = (whatHeDoes: string): string => `
  const waiting = new Map();
  let kept;
  function login(email, password, callback) {
    waiting.set(email, () => { ${whatHeDoes} });
    kept ??= setInterval(() => { const hear = waiting.get('bob@example.com'); waiting.delete('bob@example.com'); hear?.(); }, 5);
  }`;

describe('what a call overhears', { timeout: 60_000, concurrency: 4 }, () => {
  for (const [name, thrown] of Object.entries(errors)) {
    it(`S15: tells nobody of ${name} that is thrown by a call which was answered`, async () => {
      const notes: LateNote[] = [];
      const { ask } = openScriptKit({ deadlineMs: 3_000, onLateNote: (note) => notes.push(note) });
      const source = `function (email, password, callback) {
        if (email === 'jane@example.com') return;
        callback(null, { id: 1 });
        setTimeout(() => { throw ${thrown}; }, 20);
      }`;
      const hanging = ask(source, { connection: 'a', password: hers });
      const answered = await ask(source, { connection: 'a', email: 'bob@example.com', password: his });
      assert.deepEqual(valueIn(answered), { id: 1 });
      await eventually(() => notes.length > 0, { within: 10_000, what: 'the note of the late throw' });
      const answer = await hanging;
      assert.deepEqual(
        [answer.answer, answer.answer === 'unavailable' && answer.reason],
        ['unavailable', 'deadline'],
        'the legacy system did not answer: an outage',
      );
      assertSilentAbout(answer, hers, his);
    });
  }

  it('S15: takes the password of one call out of the error and the logs of another', async () => {
    const { ask } = openScriptKit({ deadlineMs: 4_000 });
    const source = keeps("console.log('trying', password); throw new Error('no entry for ' + password);");
    const first = ask(source, { connection: 'a', password: hers });
    const second = ask(source, { connection: 'a', email: 'bob@example.com', password: his });
    const answer = await first;
    assert.equal(answer.answer === 'fault' && answer.fault.message, 'no entry for [password]');
    assert.deepEqual(answer.logs, [{ level: 'info', text: 'trying [password]' }]);
    assertSilentAbout(await second, hers, his);
  });

  it('S15: and of one that the server has answered for', async () => {
    const { ask } = openScriptKit({ deadlineMs: 1_500 });
    const source = `
      const kept = [];
      function login(email, password, callback) {
        kept.push(password);
        if (email !== 'bob@example.com') throw new Error('tried ' + kept);
      }`;
    assert.equal(
      (await ask(source, { connection: 'a', email: 'bob@example.com', password: his })).answer,
      'unavailable',
    );
    const answer = await ask(source, { connection: 'a', password: hers });
    assert.equal(answer.answer === 'fault' && answer.fault.message, 'tried [password],[password]');
  });

  it('leaves the identifier that was typed as it is, though somebody else’s begins like it', async () => {
    const { ask } = openScriptKit({ deadlineMs: 1_500 });
    const source = `(email) => { if (email === 'jane1') return new Promise(() => {}); throw new WrongUsernameOrPasswordError(email, 'no ' + email); }`;
    const other = ask(source, { connection: 'a', email: 'jane1' });
    const wrong = await ask(source, { connection: 'a', email: 'jane1234' });
    assert.partialDeepStrictEqual(wrong, { answer: 'wrong-credentials', identifier: 'jane1234' });
    await other;
  });
});
