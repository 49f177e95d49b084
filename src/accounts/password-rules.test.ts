import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../lib/json.ts';
import { readPasswordRules } from './password-rules.ts';

const nothing = {
  level: 'none',
  minLength: null,
  dictionary: { enabled: false, words: [] },
  noPersonalInfo: false,
  history: 0,
};

const rows: readonly [what: string, options: JsonObject, differs: object][] = [
  ['nothing said', {}, {}],
  ['a level', { passwordPolicy: 'excellent' }, { level: 'excellent' }],
  ['a length', { password_complexity_options: { min_length: 12 } }, { minLength: 12 }],
  ['a history', { password_history: { enable: true, size: 3 } }, { history: 3 }],
  ['a history of the usual size', { password_history: { enable: true } }, { history: 5 }],
  ['a history that is off', { password_history: { enable: false, size: 3 } }, {}],
  ['a history of nothing', { password_history: { enable: true, size: 0 } }, {}],
  ['a history beyond what is kept', { password_history: { enable: true, size: 1e6 } }, { history: 24 }],
  [
    'a dictionary',
    { password_dictionary: { enable: true, dictionary: ['Acme', 'shop'] } },
    { dictionary: { enabled: true, words: ['Acme', 'shop'] } },
  ],
  [
    'a dictionary that is off',
    { password_dictionary: { enable: false, dictionary: ['Acme'] } },
    { dictionary: { enabled: false, words: ['Acme'] } },
  ],
  ['no personal information', { password_no_personal_info: { enable: true } }, { noPersonalInfo: true }],
  [
    'all of them null',
    {
      passwordPolicy: null,
      password_complexity_options: null,
      password_history: null,
      password_dictionary: null,
      password_no_personal_info: null,
    },
    {},
  ],
  [
    'what rows from before may hold',
    {
      passwordPolicy: 'toString',
      password_complexity_options: { min_length: '12' },
      password_history: { enable: true, size: -1 },
      password_dictionary: { enable: 'true', dictionary: [1, null, 'x'] },
      password_no_personal_info: [true],
    },
    { dictionary: { enabled: false, words: ['x'] } },
  ],
];

for (const [what, options, differs] of rows) {
  test(what, () => assert.deepEqual(readPasswordRules(options), { ...nothing, ...differs }));
}

test('whatever stands there is read as rules within their bounds', () => {
  const names = ['passwordPolicy', 'password_complexity_options', 'password_history', 'password_dictionary'];
  const keys = fc.constantFrom(...names, 'password_no_personal_info');
  const inner = fc.dictionary(fc.constantFrom('enable', 'size', 'min_length', 'dictionary'), fc.jsonValue());
  const property = fc.property(fc.dictionary(keys, fc.oneof(fc.jsonValue(), inner)), (options) => {
    const rules = readPasswordRules(JSON.parse(JSON.stringify(options)));
    assert.ok(['none', 'low', 'fair', 'good', 'excellent'].includes(rules.level));
    assert.ok(rules.minLength === null || (Number.isSafeInteger(rules.minLength) && rules.minLength > 0));
    assert.ok(Number.isInteger(rules.history) && rules.history >= 0 && rules.history <= 24);
    assert.ok(rules.dictionary.words.every((word) => typeof word === 'string'));
    assert.equal(typeof rules.dictionary.enabled, 'boolean');
    assert.equal(typeof rules.noPersonalInfo, 'boolean');
  });
  fc.assert(property, { numRuns: 500 });
});
