import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PasswordPolicy, PasswordRules } from '../../accounts/index.ts';
import { createPasswordPolicy } from './password-policy.ts';

const lax: PasswordRules = {
  level: 'none',
  minLength: null,
  dictionary: { enabled: false, words: [] },
  noPersonalInfo: false,
  history: 0,
};

describe('the password policy', () => {
  const policy: PasswordPolicy = createPasswordPolicy();
  const verdictOf = async (password: string, rules: Partial<PasswordRules>, person = {}): Promise<string> =>
    (await policy.check(password, { ...lax, ...rules }, person)).verdict;

  test('without rules everything but nothing is accepted', async () => {
    assert.equal(await verdictOf('1', {}), 'accepted');
    assert.equal(await verdictOf('password', {}, { name: 'password' }), 'accepted');
    assert.equal(await verdictOf('', {}), 'too-weak');
  });

  test('a weak one is told all rules, the kept ones too', async () => {
    const verdict = await policy.check('hello', { ...lax, level: 'fair', minLength: 5 }, {});
    assert.equal(verdict.verdict, 'too-weak');
    assert.ok(verdict.verdict === 'too-weak');
    assert.deepEqual(
      verdict.rules.map(({ code, verified }) => [code, verified]),
      [
        ['lengthAtLeast', true],
        ['shouldContain', false],
      ],
    );
    assert.deepEqual(
      policy.rulesOf({ ...lax, level: 'fair', minLength: 5 }).map(({ code, verified }) => [code, verified]),
      [
        ['lengthAtLeast', false],
        ['shouldContain', false],
      ],
    );
  });

  test('the dictionary is asked where it is on: the list and the operator’s words, whole and in any case', async () => {
    const words = ['AcmeCorp', 'Zu\u0308rich', ''];
    const on = { dictionary: { enabled: true, words } };
    for (const common of ['PassWord', 'acmecorp', 'ACMECORP', 'Z\u00dcRICH']) {
      assert.equal(await verdictOf(common, on), 'too-common', common);
      assert.equal(await verdictOf(common, { dictionary: { enabled: false, words } }), 'accepted', common);
    }
    for (const free of ['acmecorp1', 'acmecor', 'my password'])
      assert.equal(await verdictOf(free, on), 'accepted', free);
  });

  test('personal information is looked for where it is asked for', async () => {
    const person = {
      email: 'ada@example.com',
      userMetadata: { last: 'Lovelace' },
      appMetadata: { name: 'shop' },
    };
    assert.equal(await verdictOf('xx-lovelace', { noPersonalInfo: true }, person), 'personal');
    assert.equal(await verdictOf('xx-lovelace', {}, person), 'accepted');
    assert.equal(await verdictOf('shop-keeper', { noPersonalInfo: true }, person), 'accepted');
  });

  test('strength comes first, then the dictionary, then the person', async () => {
    const all: Partial<PasswordRules> = {
      level: 'low',
      dictionary: { enabled: true, words: ['a'] },
      noPersonalInfo: true,
    };
    assert.equal(await verdictOf('a', all, { name: 'a' }), 'too-weak');
    assert.equal(await verdictOf('password', all, { name: 'password' }), 'too-common');
    assert.equal(await verdictOf('my password', all, { name: 'password' }), 'personal');
  });
});
