import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionFixture } from '../accounts/fakes/connection-fixture.ts';
import type { LegacyAnswer, LegacyDirectory } from '../accounts/index.ts';
import { inEitherSpelling } from './either-spelling.ts';

const connection = connectionFixture({});
const facts = { scriptVersion: 'v1', durationMs: 3 };
const absent: LegacyAnswer = { answer: 'absent', known: true, ...facts };
const found: LegacyAnswer = { answer: 'refused', code: 'found', message: 'found', ...facts };

/** A legacy system that knows one spelling, and writes down what it is asked. */
function legacyWith(spelling: string): { legacy: LegacyDirectory; asked: string[] } {
  const asked: string[] = [];
  const legacy = inEitherSpelling({
    find: async (_connection, identifier) => {
      asked.push(`find ${identifier}`);
      return identifier === spelling ? found : absent;
    },
    authenticate: async (_connection, identifier, password) => {
      asked.push(`log in ${identifier}`);
      return identifier === spelling && password === 'right' ? found : absent;
    },
  });
  return { legacy, asked };
}

test('somebody is looked for as typed, then in lower case', async () => {
  const { legacy, asked } = legacyWith('jane@example.com');
  assert.equal(await legacy.find(connection, 'Jane@Example.com'), found);
  assert.deepEqual(asked, ['find Jane@Example.com', 'find jane@example.com']);
});

test('what is in lower case, and what is found, is looked for once', async () => {
  const { legacy, asked } = legacyWith('Jane@Example.com');
  assert.equal(await legacy.find(connection, 'Jane@Example.com'), found);
  assert.equal(await legacy.find(connection, 'joe@example.com'), absent);
  assert.deepEqual(asked, ['find Jane@Example.com', 'find joe@example.com']);
});

test('a login in capitals finds who is there in lower case', async () => {
  const { legacy, asked } = legacyWith('jane@example.com');
  assert.equal(await legacy.authenticate(connection, 'JANE@example.com', 'right'), found);
  assert.deepEqual(asked, ['log in JANE@example.com', 'find JANE@example.com', 'log in jane@example.com']);
});

test('a wrong password is told to a legacy system that knows the spelling once (S9)', async () => {
  const { legacy, asked } = legacyWith('Jane@Example.com');
  assert.equal(await legacy.authenticate(connection, 'Jane@Example.com', 'wrong'), absent);
  assert.equal(asked.filter((question) => question.startsWith('log in')).length, 1);
  assert.equal(await legacy.authenticate(connection, 'Jane@Example.com', 'right'), found);
  assert.equal(await legacy.authenticate(connection, 'joe@example.com', 'wrong'), absent);
  assert.equal(asked.at(-1), 'log in joe@example.com');
});
