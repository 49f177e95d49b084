import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactValue } from './redact-value.ts';

const call = {
  script: 'login',
  args: ['jane', 'typed-hunter22'],
  scripts: { version: '1', sources: {}, configuration: { DB_PASSWORD: 'db-hunter234' } },
} as const;

test('password and configuration are taken out of every text, key and depth; who was asked for stays', () => {
  const value = {
    user_id: 7,
    username: 'jane',
    nickname: 'typed-hunter22!',
    user_metadata: {
      list: ['x', { inner: `pw=${Buffer.from('db-hunter234').toString('base64')}` }],
      'db-hunter234': 1,
    },
    blocked: false,
    name: null,
  };
  assert.deepEqual(redactValue(value, call), {
    user_id: 7,
    username: 'jane',
    nickname: '[password]!',
    user_metadata: {
      list: ['x', { inner: 'pw=[configuration.DB_PASSWORD]' }],
      '[configuration.DB_PASSWORD]': 1,
    },
    blocked: false,
    name: null,
  });
});
