import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Profile, type ProfileRules, parseProfile } from './profile.ts';

const rules: ProfileRules = { requiresUsername: false, keepUnknownKeys: false };

function valid(value: unknown, more: Partial<ProfileRules> = {}): Profile {
  const parsed = parseProfile(value, { ...rules, ...more });
  if (parsed.is === 'invalid') assert.fail(parsed.reason);
  return parsed.profile;
}

function reason(value: unknown, more: Partial<ProfileRules> = {}): string {
  const parsed = parseProfile(value, { ...rules, ...more });
  return parsed.is === 'invalid' ? parsed.reason : `valid: ${JSON.stringify(parsed.profile)}`;
}

const base = { user_id: 'u1', email: 'ada@example.com' };

test('the profile of the specification', () => {
  const profile = valid({ ...base, nickname: 'ada', email_verified: 1 });
  assert.equal(profile.id, 'u1');
  assert.equal(profile.emailVerified, true);
  assert.equal(profile.nickname, 'ada');
});

test('ids: numbers, digits of a bigint, and the older name "id"', () => {
  assert.equal(valid({ ...base, user_id: 42 }).id, '42');
  assert.equal(valid({ ...base, user_id: '9007199254740993123' }).id, '9007199254740993123');
  assert.equal(valid({ id: 7, email: 'a@localhost' }).id, '7');
  assert.match(reason({ ...base, user_id: 2 ** 53 }), /return it as a string/);
  assert.match(reason({ ...base, user_id: 1.5 }), /return it as a string/);
  for (const user_id of [undefined, null, '', '  ', {}, true]) {
    assert.match(reason({ ...base, user_id }), /user_id is missing/);
  }
  assert.match(reason({ ...base, user_id: 'x'.repeat(256) }), /longer than 255/);
  assert.match(reason({ ...base, user_id: 'a\u0007b' }), /control character/);
});

test('metadata: app_metadata wins over its older name, and both are kept', () => {
  const profile = valid({ ...base, metadata: { plan: 'old', seats: 2 }, app_metadata: { plan: 'new' } });
  assert.deepEqual(profile.appMetadata, { plan: 'new', seats: 2 });
  assert.match(reason({ ...base, user_metadata: [1] }), /user_metadata is an array/);
  assert.match(reason({ ...base, app_metadata: { big: 'x'.repeat(70_000) } }), /larger than/);
});

test('unknown keys are refused by name, or kept in user_metadata where the operator asks for it', () => {
  assert.match(reason({ ...base, shoe_size: 42 }), /unknown key "shoe_size"/);
  assert.deepEqual(valid({ ...base, shoe_size: 42 }, { keepUnknownKeys: true }).userMetadata, {
    shoe_size: 42,
  });
});

test('S15: keys that look like credentials and values equal to the password are dropped at every depth', () => {
  const profile = valid(
    {
      ...base,
      password: 'hunter22',
      passwordHash: 'x',
      nickname: 'hunter22',
      user_metadata: {
        hobby: 'hunter22',
        deep: [{ api_key: 'k', 'reset-token': 't', passport: 'P1', hashtags: ['a'] }],
      },
      app_metadata: { salt: 's', old: ['hunter22', 'fine'] },
    },
    { password: 'hunter22' },
  );
  assert.equal(profile.nickname, null);
  assert.deepEqual(profile.userMetadata, { deep: [{ passport: 'P1', hashtags: ['a'] }] });
  assert.deepEqual(profile.appMetadata, { old: [null, 'fine'] });
});

test('S15: a key that is the password is neither named nor kept', () => {
  const told = reason({ ...base, hunter22: 1 }, { password: 'hunter22' });
  assert.match(told, /an unknown key/);
  assert.doesNotMatch(told, /hunter22/);
  const kept = valid({ ...base, app_metadata: { hunter22: 1, ok: 2 } }, { password: 'hunter22' });
  assert.deepEqual(kept.appMetadata, { ok: 2 });
});

test('S17: a username never contains "@", and is required where the connection says so', () => {
  assert.match(reason({ ...base, username: 'ada@example.com' }), /username/);
  assert.match(reason(base, { requiresUsername: true }), /username is missing/);
  assert.equal(valid({ user_id: 1, username: 'ada' }, { requiresUsername: true }).email, null);
  assert.match(reason({ user_id: 1 }), /email is missing/);
});

test('flags are true, false, 0 or 1 only', () => {
  for (const flag of ['true', 2, 'yes', {}])
    assert.match(reason({ ...base, blocked: flag }), /blocked is neither/);
  assert.equal(valid({ ...base, blocked: 1 }).blocked, true);
});

test('the sign-up date is kept from a date, ISO text or milliseconds', () => {
  assert.equal(valid({ ...base, created_at: '2009-02-13T23:31:30.000Z' }).createdAt, 1234567890000);
  assert.equal(valid({ ...base, created_at: 1234567890000 }).createdAt, 1234567890000);
  assert.match(reason({ ...base, created_at: 'yesterday' }), /not a date/);
});

test('emails are checked loosely', () => {
  for (const email of ['a@localhost', 'ü@x.de', 'first.last+tag@sub.example.co']) valid({ ...base, email });
  for (const email of ['no-at', 'a b@x.de', '@x.de', 'a@', 'a\n@x.de', `${'x'.repeat(250)}@x.de`]) {
    assert.match(reason({ ...base, email }), /not an email/);
  }
});

test('anything at all is either a valid profile or a reason, and never throws', () => {
  fc.assert(fc.property(fc.anything(), (value) => void parseProfile(value, rules)));
  const nearly = fc.record(
    { user_id: fc.anything(), email: fc.anything(), user_metadata: fc.anything(), blocked: fc.anything() },
    { requiredKeys: [] },
  );
  fc.assert(fc.property(nearly, (value) => void parseProfile(value, rules)));
});

test('what no database keeps as it is, is refused wherever it stands: NUL, and half a surrogate pair', () => {
  for (const bad of ['a\0b', 'a\ud800b']) {
    for (const profile of [
      { ...base, user_id: bad },
      { ...base, nickname: bad },
      { ...base, user_metadata: { deep: [{ [bad]: 1 }] } },
      { ...base, app_metadata: { deep: [bad] } },
    ]) {
      assert.match(reason(profile), /NUL|surrogate|control/);
    }
  }
});
