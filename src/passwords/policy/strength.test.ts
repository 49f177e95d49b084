import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type CharacterClass, hasClass } from './character-classes.ts';
import { checkStrength, type StrengthLevel } from './strength.ts';

const classes: readonly CharacterClass[] = ['lowerCase', 'upperCase', 'numbers', 'specialCharacters'];
const levels: readonly StrengthLevel[] = ['none', 'low', 'fair', 'good', 'excellent'];

function isKept(password: string, level: StrengthLevel, minLength: number | null = null): boolean {
  return checkStrength(password, { level, minLength }).every(({ verified }) => verified);
}

describe('the five levels', () => {
  const rows: readonly [level: StrengthLevel, kept: readonly string[], broken: readonly string[]][] = [
    ['none', ['x', ' ', '\0'], ['']],
    ['low', ['123456', '      '], ['', '12345']],
    ['fair', ['abcdefG1', 'ABCDEFg1'], ['abcdeG1', 'abcdefgh1', 'ABCDEFGH1', 'abcdefGH', 'abcdef1!']],
    [
      'good',
      ['abcdefG1', 'abcdef1!', 'ABCDEF1!', 'abcdefG!'],
      ['abcde1!', 'abcdefgh1', 'ABCDEFGH', '1234567!'],
    ],
    ['excellent', ['abcdefghI1', 'aabbccdd1!'], ['abcdefgI1', 'aaabcdefG1', 'abcdefG111', 'abcdefgh1234']],
  ];
  for (const [level, kept, broken] of rows) {
    test(level, () => {
      for (const password of kept) assert.ok(isKept(password, level), password);
      for (const password of broken) assert.ok(!isKept(password, level), password);
    });
  }

  test('in ASCII, each is what Auth0 documents', () => {
    const documented: Readonly<Record<StrengthLevel, (password: string) => boolean>> = {
      none: (password) => password.length >= 1,
      low: (password) => password.length >= 6,
      fair: (password) => /^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9]).{8,}$/.test(password),
      good: (password) => password.length >= 8 && kinds(password) >= 3,
      excellent: (password) => password.length >= 10 && kinds(password) >= 3 && !/(.)\1\1/.test(password),
    };
    const kinds = (password: string): number =>
      [/[a-z]/, /[A-Z]/, /[0-9]/, /[ !"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]/].filter((kind) =>
        kind.test(password),
      ).length;
    // Few characters, so that runs and missing classes are as likely as their absence.
    const text = fc.oneof(
      fc.string({ maxLength: 14 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'B', '1', '!'), maxLength: 14 }),
    );
    const property = fc.property(text, fc.constantFrom(...levels), (password, level) => {
      assert.equal(isKept(password, level), documented[level](password), `${level}: ${password}`);
    });
    fc.assert(property, { numRuns: 2_000 });
  });
});

test('a minimum length stands in place of the level’s, also where it is less', () => {
  assert.ok(isKept('aB1!', 'excellent', 4));
  assert.ok(!isKept('aB1', 'excellent', 4));
  assert.ok(!isKept('abcdefghijk', 'none', 12));
  assert.ok(!isKept('abcdefghijk', 'low', 12));
  assert.ok(isKept('x'.repeat(128), 'none', 128));
  assert.ok(!isKept('x'.repeat(127), 'none', 128));
});

test('the rules come in Auth0’s order, each with its limit and whether it is kept', () => {
  assert.deepEqual(checkStrength('hello', { level: 'excellent', minLength: null }), [
    { code: 'lengthAtLeast', least: 10, verified: false },
    {
      code: 'containsAtLeast',
      least: 3,
      classes: [
        { code: 'lowerCase', verified: true },
        { code: 'upperCase', verified: false },
        { code: 'numbers', verified: false },
        { code: 'specialCharacters', verified: false },
      ],
      verified: false,
    },
    { code: 'identicalChars', most: 2, verified: true },
  ]);
  for (const level of levels) {
    const unchecked = checkStrength('', { level, minLength: null });
    assert.ok(
      unchecked.every(({ verified }) => !verified),
      level,
    );
  }
});

describe('beyond ASCII', () => {
  test('characters are code points', () => {
    assert.ok(!isKept('😀'.repeat(5), 'low'));
    assert.ok(isKept('😀'.repeat(6), 'low'));
    assert.ok(!isKept('aB1!cdefg😀😀😀', 'excellent'));
    assert.ok(isKept('aB1!cdefg😀😀', 'excellent'));
    assert.ok(
      isKept('\ud83d\ude00\ud83d\ude01\ud83d\ude02\ud83d\ude03aB1cde', 'excellent'),
      'halves alike, faces not',
    );
  });

  const rows: readonly [character: string, is: CharacterClass | 'nothing'][] = [
    ['ß', 'lowerCase'],
    ['й', 'lowerCase'],
    ['Ω', 'upperCase'],
    ['ǅ', 'upperCase'],
    ['٣', 'numbers'],
    ['漢', 'specialCharacters'],
    ['ش', 'specialCharacters'],
    ['😀', 'specialCharacters'],
    ['€', 'specialCharacters'],
    [' ', 'specialCharacters'],
    ['½', 'specialCharacters'],
    ['\u0301', 'nothing'],
    ['\u200b', 'nothing'],
    ['\t', 'nothing'],
    ['\0', 'nothing'],
    ['\ud800', 'nothing'],
  ];
  for (const [character, is] of rows) {
    test(`${JSON.stringify(character)} is of ${is}`, () => {
      assert.deepEqual(
        classes.filter((each) => hasClass(character, each)),
        is === 'nothing' ? [] : [is],
      );
    });
  }

  test('how a letter is composed does not matter', () => {
    const property = fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      for (const each of classes) {
        assert.equal(hasClass(text.normalize('NFC'), each), hasClass(text.normalize('NFD'), each), each);
      }
    });
    fc.assert(property, { numRuns: 1_000 });
  });
});
