import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldedIdentifier } from './folded-identifier.ts';
import {
  areAcceptableCredentials,
  identifierKey,
  isDeliverableEmail,
  isLooseEmail,
  isUsername,
} from './identifier.ts';

test('keys are trimmed and in lower case', () => {
  assert.equal(identifierKey('  Ada@Example.COM '), 'ada@example.com');
});

test('S5: empty, NUL-bearing and over-long credentials are not acceptable', () => {
  assert.ok(areAcceptableCredentials('ada@example.com', ' '));
  assert.ok(areAcceptableCredentials('ada@example.com', 'ä'.repeat(512)));
  for (const [identifier, password] of [
    ['', 'x'],
    ['   ', 'x'],
    ['ada@example.com', ''],
    ['ada@example.com', 'a\0b'],
    ['ada\0@example.com', 'x'],
    ['ada@example.com', 'x'.repeat(1025)],
    ['ada@example.com', 'ä'.repeat(513)],
    [`${'a'.repeat(250)}@example.com`, 'x'],
    ['u'.repeat(129), 'x'],
  ] as const) {
    assert.equal(
      areAcceptableCredentials(identifier, password),
      false,
      JSON.stringify([identifier, password]),
    );
  }
});

test('S17: a username has no "@" and no white space', () => {
  assert.ok(isUsername('ada.l'));
  for (const name of ['a@b', 'a b', '', 'a\tb']) assert.equal(isUsername(name), false);
});

test('what letters reach is an email, in other scripts too', () => {
  for (const email of ['a@localhost', 'ü@x.de', " o'brien+shop@bücher.example ", '用户@例子.example']) {
    assert.ok(isDeliverableEmail(email), email);
  }
});

test('what the legacy system has may be an email that no letter reaches', () => {
  for (const email of [
    'a@b@c',
    '<x>,y@z',
    'a,b@c.example',
    '"ada"@example.com',
    'ada@[127.0.0.1]',
    'ada@x..y',
  ]) {
    assert.ok(isLooseEmail(email), email);
    assert.equal(isDeliverableEmail(email), false, email);
  }
});

test('S13: spellings that people take for the same share a counter', () => {
  const plain = foldedIdentifier('ada.lovelace@example.com');
  for (const spelling of [
    'ADA.Lovelace@Example.com',
    ' adalovelace@example.com',
    'ada.lovelace+shop@example.com',
    'аdа.lоvеlасе@example.com', // Cyrillic
    'ádà.lövelace@example.com',
    'ａｄａ.lovelace@example.com',
    'ada\u200b.lovelace@example.com',
  ]) {
    assert.equal(foldedIdentifier(spelling), plain, spelling);
  }
  assert.notEqual(foldedIdentifier('ada@example.com'), plain);
  assert.notEqual(foldedIdentifier('ada.lovelace@example.org'), plain);
});
