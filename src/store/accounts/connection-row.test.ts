import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleConnection } from '../../accounts/fakes/samples.ts';
import { readPasswordRules } from '../../accounts/index.ts';
import { connectionFromRow, rowFromConnection } from './connection-row.ts';

const { passwordRules, ...options } = sampleConnection().options;

test('a row keeps the password rules as they were written', () => {
  const rules = readPasswordRules({ passwordPolicy: 'good', password_dictionary: { enable: true } });
  const connection = sampleConnection({ options: { ...options, passwordRules: rules } });
  assert.deepEqual(connectionFromRow(rowFromConnection(connection), []), connection);
});

test('a row from before there were rules has those that its options ask for, and else asks nothing', () => {
  const rowOf = (other: object) => ({
    ...rowFromConnection(sampleConnection()),
    options: JSON.stringify({ ...options, other }),
  });
  const plain = connectionFromRow(rowOf({}), []);
  assert.deepEqual(plain.options, { ...options, passwordRules });
  assert.equal(plain.options.passwordRules.dictionary.enabled, false);
  const asking = { passwordPolicy: 'fair', password_history: { enable: true, size: 2 }, mood: 'good' };
  const { level, history } = connectionFromRow(rowOf(asking), []).options.passwordRules;
  assert.deepEqual([level, history], ['fair', 2]);
});
