import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPlainHasher } from './fakes/plain-hasher.ts';
import { createStrictPolicy } from './fakes/strict-policy.ts';
import type { CheckedRule, PasswordPolicy } from './password-policy.ts';
import { readPasswordRules } from './password-rules.ts';
import { refusedPassword } from './refused-password.ts';

const rules: readonly CheckedRule[] = [{ code: 'lengthAtLeast', least: 8, verified: false }];
const policy = createStrictPolicy({
  weak: { verdict: 'too-weak', rules },
  common: { verdict: 'too-common' },
  ada: { verdict: 'personal' },
});

function remembering(size: number) {
  return readPasswordRules({ password_history: { enable: size > 0, size } });
}

test('what the policy says against a password is the refusal', async () => {
  const passwords = createPlainHasher();
  const refusalOf = (password: string) =>
    refusedPassword({ policy, passwords }, { password, rules: remembering(0), person: {} });
  assert.equal(await refusalOf('right'), undefined);
  assert.deepEqual(await refusalOf('weak'), { outcome: 'refused-password', fault: 'too-weak', rules });
  assert.deepEqual(await refusalOf('common'), { outcome: 'refused-password', fault: 'too-common' });
  assert.deepEqual(await refusalOf('ada'), { outcome: 'refused-password', fault: 'personal' });
  assert.equal(passwords.spent(), 0);
});

test('the policy is asked with the rules and the person as they are given', async () => {
  const asked: unknown[] = [];
  const listening: PasswordPolicy = {
    ...policy,
    check: async (...call) => {
      asked.push(call);
      return { verdict: 'accepted' };
    },
  };
  const person = { email: 'ada@example.com', userMetadata: { last: 'Lovelace' } };
  const proposed = { password: 'x', rules: remembering(2), person };
  await refusedPassword({ policy: listening, passwords: createPlainHasher() }, proposed);
  assert.deepEqual(asked, [['x', proposed.rules, person]]);
});

const formerHashes = ['today:fifth', 'before:fourth', 'today:third', 'today:second', 'today:first'];

const reuse: readonly [password: string, size: number, refused: boolean, verified: number][] = [
  ['fifth', 0, false, 0],
  ['fifth', 1, true, 1],
  ['fourth', 1, false, 1],
  ['fourth', 3, true, 2],
  ['second', 3, false, 3],
  ['first', 24, true, 5],
  ['Fifth', 24, false, 5],
];
for (const [password, size, refused, verified] of reuse) {
  test(`${password}, with a memory of ${size}, is ${refused ? 'refused' : 'accepted'}`, async () => {
    const passwords = createPlainHasher();
    const proposed = { password, rules: remembering(size), person: {}, formerHashes };
    const refusal = await refusedPassword({ policy, passwords }, proposed);
    const expected = { outcome: 'refused-password', fault: 'used-before', history: size };
    assert.deepEqual(refusal, refused ? expected : undefined);
    assert.equal(passwords.spent(), verified, 'hashes spent');
  });
}

test('a password that the policy refuses costs no hash', async () => {
  const passwords = createPlainHasher();
  const proposed = { password: 'common', rules: remembering(24), person: {}, formerHashes };
  await refusedPassword({ policy, passwords }, proposed);
  assert.equal(passwords.spent(), 0);
});
