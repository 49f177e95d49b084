import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { stores } from '../kit/stores.ts';
import { type StateName, stateNames } from './enumeration/people.ts';
import { type Expected, type Question, questions } from './enumeration/questions.ts';
import { type Ask, openStage, refusedAfterMs, type Seen, type Stage } from './enumeration/stage.ts';

/** As somebody else might write what a state's people are called; asked of the states whose look-ups differ most. */
const spelledOtherwise = (identifier: string): string => `  ${identifier.toUpperCase()}\t `;
const lookedUp: readonly StateName[] = [
  'unknown',
  'unmigrated',
  'migrated',
  'blocked',
  'tombstoned',
  'moved',
];

type Answered = readonly (readonly [StateName, Seen])[];

for (const store of stores) {
  describe(`an answer does not tell whether an account exists, ${store.name}`, store.options, () => {
    let stage: Stage;
    before(async () => {
      stage = await openStage(store);
    });
    after(() => stage.stop());

    for (const question of questions) {
      test(question.name, async () => {
        const answers: [StateName, Seen][] = [];
        for (const [state, ask] of await people(question, stateNames)) answers.push([state, await ask()]);
        assertAlike(answers, question);
      });

      test(`${question.name}, in capital letters and with blanks around it`, async () => {
        const answers: [StateName, Seen][] = [];
        for (const [state, ask] of await people(question, lookedUp)) {
          answers.push([state, await ask(spelledOtherwise)]);
        }
        assertAlike(answers, question);
      });

      const { away } = question;
      if (away === undefined) continue;
      test(`${question.name}, while the legacy system is away`, async () => {
        const inStates = await people(question, stateNames);
        const answers: [StateName, Seen][] = [];
        await stage.whileAway(async () => {
          for (const [state, ask] of inStates) answers.push([state, await ask()]);
        });
        assertAlike(answers, away);
      });
    }

    /** Somebody in each of these states, before anything is asked. */
    async function people(
      question: Question,
      wanted: readonly StateName[],
    ): Promise<readonly (readonly [StateName, Ask])[]> {
      const made: [StateName, Ask][] = [];
      for (const state of wanted) made.push([state, await stage.about(question, state)]);
      return made;
    }
  });
}

/** All states are answered alike, in everything, but for the exceptions; and each of these is needed. */
function assertAlike(answers: Answered, { status, says, waits, exceptions = [] }: Expected): void {
  const excepted = new Set(exceptions.flatMap(({ states }) => states));
  const [first, ...rest] = answers.filter(([state]) => !excepted.has(state));
  assert.ok(first !== undefined);
  const [, usual] = first;
  assert.deepEqual([usual.status, usual.text.includes(says)], [status, true], usual.text);
  assert.equal(usual.afterMs, waits ? refusedAfterMs : null);
  for (const [state, seen] of rest) assert.deepEqual(seen, usual, state);

  for (const { states, because, ...own } of exceptions) {
    assert.notEqual(own.status, status, `needs no exception: ${because}`);
    const those = answers.filter(([state]) => states.includes(state));
    for (const [state, seen] of those) {
      assert.equal(seen.status, own.status, `${state}: ${seen.text}`);
      if (own.says !== undefined) assert.ok(seen.text.includes(own.says), `${state}: ${seen.text}`);
    }
    assertSameForm(those);
  }
}

/** What is excepted tells no more than it must: its states differ from each other in nothing but new ids and tokens. */
function assertSameForm(answers: Answered): void {
  const forms = answers.map(([, seen]) => ({
    ...seen,
    headers: seen.headers.map(([name]) => name),
    text: '',
  }));
  // A login or sign-up that succeeds waits for no clock, and an exception that is a refusal waits like any other.
  for (const form of forms) assert.deepEqual(form, forms[0]);
}
