import assert from 'node:assert/strict';
import { after, before, describe, type TestContext, test } from 'node:test';
import type { AroundStatement } from '../../src/store/index.ts';
import { eventually } from '../kit/eventually.ts';
import { readRows } from '../kit/read-rows.ts';
import { stores } from '../kit/stores.ts';
import { type StateName, stateNames } from './enumeration/people.ts';
import { type Question, questions } from './enumeration/questions.ts';
import { openStage, type Seen, type Stage } from './enumeration/stage.ts';

const triesByIdentifier = 10;
const mailsByIdentifier = 5;
const takesJobs = /^with "due"/;
const looksUp = /"(users|user_identifiers|password_hashes|tombstones|tickets)"/;

for (const store of stores) {
  describe(`asking often does not tell who exists, ${store.name}`, store.options, () => {
    let stage: Stage;
    let statements: string[] = [];
    let workersRest = false;
    before(async () => {
      const aroundStatement: AroundStatement = async (_kind, statement, run) => {
        if (workersRest && takesJobs.test(statement)) throw new Error('the workers rest');
        statements.push(statement);
        return run();
      };
      stage = await openStage(store, { aroundStatement });
    });
    after(() => stage.stop());

    for (const question of questions.filter(({ name }) => name === 'password-realm, wrong password')) {
      test(`S13: ten tries, then 429 and no look-up: ${question.name}`, async () => {
        const { alike } = await askAll(question, triesByIdentifier + 2);
        const statuses = alike.map(({ status }) => status);
        assert.deepEqual(statuses, [...Array(triesByIdentifier).fill(403), 429, 429]);
        assert.deepEqual(alike.at(-1)?.afterMs, null, 'before any look-up there is nothing to hide');
      });
    }

    const signUps = questions.filter(({ name }) => name.startsWith('sign-up by') && !name.includes('common'));
    for (const question of signUps) {
      test(`F10: the exception is throttled for everybody alike: ${question.name}`, async () => {
        const { alike, firsts } = await askAll(question, triesByIdentifier + 1);
        const [free, taken] = [firsts.get('unknown'), firsts.get('migrated')];
        assert.deepEqual([free?.status, taken?.status], [200, 400]);
        const statuses = alike.map(({ status }) => status);
        assert.deepEqual(statuses, [...Array(triesByIdentifier - 1).fill(400), 429], 'after the first');
        assert.match(new Map(alike.at(-1)?.headers).get('retry-after') ?? '', /^\d+$/);
      });
    }

    const forgottenPasswords = questions.filter(({ name }) => name.startsWith('a forgotten password'));
    for (const question of forgottenPasswords) {
      test(`more mails than one gets are dropped without a word: ${question.name}`, async () => {
        const { alike, firsts } = await askAll(question, mailsByIdentifier + 2);
        for (const seen of [...alike, ...firsts.values()]) assert.deepEqual(seen, alike[0]);
      });

      test(`S2: nobody is looked up before the answer: ${question.name}`, async (t) => {
        await letWorkersRest(t);
        for (const state of stateNames)
          assert.deepEqual(await lookUpsBeforeAnswer(question, state), [], state);
      });
    }

    for (const question of questions.filter(({ name }) => name.includes('common password'))) {
      test(`a password is judged before anybody is looked up: ${question.name}`, async (t) => {
        await letWorkersRest(t);
        for (const state of stateNames)
          assert.deepEqual(await lookUpsBeforeAnswer(question, state), [], state);
      });
    }

    /** What is asked of the store and of the legacy system about who somebody is, before they are answered. */
    async function lookUpsBeforeAnswer(question: Question, state: StateName): Promise<readonly string[]> {
      const ask = await stage.about(question, state);
      const callsBefore = stage.calls.length;
      statements = [];
      await ask();
      const scripts = stage.calls.slice(callsBefore).map(({ script }) => script);
      return [...scripts, ...statements.filter((statement) => looksUp.test(statement))];
    }

    /** What a test sees of the store from now on is done by its own requests. */
    async function letWorkersRest(t: TestContext): Promise<void> {
      workersRest = true;
      t.after(() => {
        workersRest = false;
      });
      const running = "select id from jobs where state = 'processing'";
      const noneRuns = async (): Promise<boolean> =>
        (await readRows(stage.segue.databaseUrl, running)).length === 0;
      await eventually(noneRuns, { within: 10_000, what: 'no job runs any more' });
    }

    /**
     * Asks the same about one person of each state so many times. Asserts that all get the same answers, one after the
     * other, but for the first of a question that has exceptions; returns the answers and, by state, the first ones.
     */
    async function askAll(question: Question, times: number) {
      const firsts = new Map<StateName, Seen>();
      let alike: readonly Seen[] | undefined;
      for (const state of stateNames) {
        const ask = await stage.about(question, state);
        const all: Seen[] = [];
        for (let left = times; left > 0; left -= 1) all.push(await ask());
        const [first, ...rest] = all;
        assert.ok(first !== undefined);
        firsts.set(state, first);
        const compared = question.exceptions === undefined ? all : rest;
        alike ??= compared;
        assert.deepEqual(compared, alike, state);
      }
      return { alike: alike ?? [], firsts };
    }
  });
}
