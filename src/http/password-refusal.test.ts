import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { format } from 'node:util';
import fastify from 'fastify';
import type { PasswordFault, PasswordRules } from '../accounts/index.ts';
import { createPasswordPolicy } from '../passwords/index.ts';
import { passwordProblem, passwordRefusal, passwordRefusalSchema } from './password-refusal.ts';

const lax: PasswordRules = {
  level: 'none',
  minLength: null,
  dictionary: { enabled: false, words: [] },
  noPersonalInfo: false,
  history: 0,
};

async function weak(password: string, rules: Partial<PasswordRules>): Promise<PasswordFault> {
  const verdict = await createPasswordPolicy().check(password, { ...lax, ...rules }, {});
  assert.ok(verdict.verdict === 'too-weak', `${password} is strong enough`);
  return { fault: verdict.verdict, rules: verdict.rules };
}

describe('a refusal in the Authentication API’s form', () => {
  // What Auth0 answers, and its password-sheriff 2.0 says, to these passwords.
  test('excellent', async () => {
    assert.deepEqual(passwordRefusal(await weak('short-one!', { level: 'excellent' })), {
      name: 'PasswordStrengthError',
      message: 'Password is too weak',
      code: 'invalid_password',
      description: {
        rules: [
          {
            message: 'At least %d characters in length',
            format: [10],
            code: 'lengthAtLeast',
            verified: true,
          },
          {
            message: 'Contain at least %d of the following %d types of characters:',
            code: 'containsAtLeast',
            format: [3, 4],
            items: [
              { message: 'lower case letters (a-z)', code: 'lowerCase', verified: true },
              { message: 'upper case letters (A-Z)', code: 'upperCase', verified: false },
              { message: 'numbers (i.e. 0-9)', code: 'numbers', verified: false },
              { message: 'special characters (e.g. !@#$%^&*)', code: 'specialCharacters', verified: true },
            ],
            verified: false,
          },
          {
            message: 'No more than %d identical characters in a row (e.g., "%s" not allowed)',
            code: 'identicalChars',
            format: [2, 'aaa'],
            verified: true,
          },
        ],
        verified: false,
      },
      policy: [
        '* At least 10 characters in length',
        '* Contain at least 3 of the following 4 types of characters:',
        ' * lower case letters (a-z)',
        ' * upper case letters (A-Z)',
        ' * numbers (i.e. 0-9)',
        ' * special characters (e.g. !@#$%^&*)',
        '* No more than 2 identical characters in a row (e.g., "aaa" not allowed)',
      ].join('\n'),
      statusCode: 400,
    });
  });

  test('fair', async () => {
    const { description, policy } = passwordRefusal(await weak('hello1', { level: 'fair' }));
    assert.deepEqual(description, {
      rules: [
        { message: 'At least %d characters in length', format: [8], code: 'lengthAtLeast', verified: false },
        {
          message: 'Should contain:',
          code: 'shouldContain',
          verified: false,
          items: [
            { message: 'lower case letters (a-z)', code: 'lowerCase', verified: true },
            { message: 'upper case letters (A-Z)', code: 'upperCase', verified: false },
            { message: 'numbers (i.e. 0-9)', code: 'numbers', verified: true },
          ],
        },
      ],
      verified: false,
    });
    assert.equal(
      policy,
      '* At least 8 characters in length\n* Should contain:\n * lower case letters (a-z)\n * upper case letters (A-Z)\n * numbers (i.e. 0-9)',
    );
  });

  test('none, and a length of one’s own', async () => {
    const empty = passwordRefusal(await weak('', {}));
    assert.equal(empty.policy, '* Non-empty password required');
    assert.deepEqual(empty.description, {
      rules: [{ message: 'Non-empty password required', code: 'nonEmpty', verified: false }],
      verified: false,
    });
    assert.equal(
      passwordRefusal(await weak('x', { minLength: 12 })).policy,
      '* At least 12 characters in length',
    );
  });

  test('every message takes its format', async () => {
    for (const level of ['low', 'fair', 'good', 'excellent'] as const) {
      const { description, policy } = passwordRefusal(await weak('', { level }));
      assert.ok(typeof description === 'object');
      for (const rule of description.rules) {
        const filled = format(rule.message, ...(rule.format ?? []));
        assert.ok(policy?.includes(`* ${filled}`), filled);
      }
    }
  });

  const others: readonly [fault: PasswordFault, name: string, message: string, description: string][] = [
    [
      { fault: 'too-common' },
      'PasswordDictionaryError',
      'Password is too common',
      'Password is not allowed, it might be too common.',
    ],
    [
      { fault: 'personal' },
      'PasswordNoUserInfoError',
      'Password contains user information',
      'Password is based on user information',
    ],
    [
      { fault: 'used-before', history: 5 },
      'PasswordHistoryError',
      'Password has previously been used',
      'You may not reuse any of the last 5 passwords.',
    ],
  ];
  for (const [fault, name, message, description] of others) {
    test(name, () => {
      const expected = { name, message, code: 'invalid_password', description, statusCode: 400 };
      assert.deepEqual(passwordRefusal(fault), expected);
    });
  }
});

test('an answer with the schema holds all of a refusal', async (t) => {
  const server = fastify();
  t.after(() => server.close());
  const refusals = [await weak('x', { level: 'excellent' }), { fault: 'too-common' } as const].map(
    passwordRefusal,
  );
  server.get<{ Params: { id: number } }>(
    '/:id',
    { schema: { response: { 400: passwordRefusalSchema } } },
    (request, reply) => reply.code(400).send(refusals[request.params.id]),
  );
  for (const [id, refusal] of refusals.entries()) {
    const { body, statusCode } = await server.inject(`/${id}`);
    assert.equal(statusCode, 400);
    assert.deepEqual(JSON.parse(body), refusal);
  }
});

test('the Management API says it in one line', async () => {
  const lines = [
    await weak('x', { level: 'low' }),
    { fault: 'too-common' } as const,
    { fault: 'personal' } as const,
    { fault: 'used-before', history: 2 } as const,
  ].map((fault) => passwordProblem(fault));
  assert.deepEqual(
    lines.map(({ message }) => message),
    [
      'PasswordStrengthError: Password is too weak',
      'PasswordDictionaryError: Password is too common',
      'PasswordNoUserInfoError: Password contains user information',
      'PasswordHistoryError: Password has previously been used',
    ],
  );
  for (const { status, code } of lines) assert.deepEqual([status, code], [400, null]);
});
