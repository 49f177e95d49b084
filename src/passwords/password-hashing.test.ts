import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPasswordHashing } from './password-hashing.ts';

class Full extends Error {}
const queueFull = (): Error => new Full();
const today = createPasswordHashing({ queueFull });
const older = createPasswordHashing({ queueFull, parameters: { memoryKib: 4096, iterations: 1, lanes: 1 } });

test('a hash is argon2id with OWASP’s parameters, salted, and fits its password alone', async () => {
  const [one, two] = await Promise.all([today.hash('pässword ✓'), today.hash('pässword ✓')]);
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.notEqual(one, two);
  assert.deepEqual(await today.verify('pässword ✓', one), { fits: true, outdated: false });
  assert.deepEqual(await today.verify('password ✓', one), { fits: false, outdated: false });
});

test('a password is neither trimmed nor normalised', async () => {
  const hash = await older.hash(' e\u0301 ');
  for (const other of ['e\u0301', ' \u00e9 ', ' e\u0301']) {
    assert.equal((await older.verify(other, hash)).fits, false);
  }
});

test('a hash with other parameters fits and is outdated; a wrong password is not told so', async () => {
  const hash = await older.hash('x');
  assert.deepEqual(await today.verify('x', hash), { fits: true, outdated: true });
  assert.deepEqual(await today.verify('y', hash), { fits: false, outdated: false });
});

test('what is no hash fits nobody', async () => {
  for (const hash of ['', 'x', '$argon2id$v=19$m=19456,t=2,p=1$', '$2b$10$abc']) {
    assert.deepEqual(await today.verify('x', hash), { fits: false, outdated: false });
  }
});

test('too many at once are refused with the error of whoever asked', async () => {
  const small = createPasswordHashing({
    queueFull,
    atOnce: 1,
    waiting: 1,
    parameters: { memoryKib: 64, iterations: 1, lanes: 1 },
  });
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => small.verifyNobody('x')));
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 2);
  assert.ok(outcomes.every((each) => each.status === 'fulfilled' || each.reason instanceof Full));
});
