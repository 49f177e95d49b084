import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { containsPersonalInfo, type Person } from './personal-info.ts';

describe('a password with something of the person', () => {
  const rows: readonly [
    what: string,
    person: Person,
    contained: readonly string[],
    free: readonly string[],
  ][] = [
    ['name', { name: 'John' }, ['John1234', 'xxjohnxx', 'JOHN'], ['Jo-hn', 'joh']],
    [
      'a name of several words, whole',
      { name: 'Ada Lovelace' },
      ['1ada lovelace'],
      ['lovelace1', 'adalovelace'],
    ],
    [
      'given and family name',
      { givenName: 'Ada', familyName: 'Lovelace' },
      ['Ada!', 'lovelace1'],
      ['Lovelac'],
    ],
    ['username', { username: 'ada_l' }, ['ADA_L99'], ['adal']],
    ['nickname', { nickname: 'countess' }, ['TheCountess'], ['count']],
    [
      'metadata',
      { userMetadata: { name: 'Nemo', first: 'Zoë', last: 'Wu Li' } },
      ['nemo1', 'ZOË!', 'wu li'],
      ['zoe'],
    ],
    [
      'email up to the @',
      { email: 'john.doe@example.com' },
      ['John.Doe1'],
      ['johndoe', 'example.com', 'doe'],
    ],
    ['an email with two @', { email: '"a@b"@x.de' }, ['x"A@B"'], ['"a', 'x.de']],
    ['letters composed otherwise', { name: 'Jose\u0301' }, ['JOS\u00c9 1'], ['Jose 1']],
    ['full width', { name: 'ＡＤＡ' }, ['ada1'], ['ad']],
    [
      'something short, whole only',
      { email: 'd@dangermouse.com', name: 'Al' },
      ['d', 'AL'],
      ['d41d8cd9', 'alpine'],
    ],
    ['nothing', { name: null, email: null, username: '  ', nickname: '' }, [], ['anything', ' ', '']],
    [
      'metadata that is no text',
      { userMetadata: { first: 123, last: ['abc'], middle: 'Xavier' } },
      [],
      ['123abc xavier'],
    ],
  ];
  for (const [what, person, contained, free] of rows) {
    test(what, () => {
      for (const password of contained) assert.ok(containsPersonalInfo(password, person), password);
      for (const password of free) assert.ok(!containsPersonalInfo(password, person), password);
    });
  }

  test('is found wherever it stands and whatever its case', () => {
    const value = fc.stringMatching(/^[a-zäöüßéñ0-9]{3,20}$/);
    const field = fc.constantFrom('name', 'username', 'nickname', 'givenName', 'familyName');
    const property = fc.property(
      value,
      field,
      fc.string(),
      fc.string(),
      fc.boolean(),
      (known, key, before, after, up) => {
        // ß has no single capital: its upper case is another text.
        const typed = up && !known.includes('ß') ? known.toUpperCase() : known;
        assert.ok(containsPersonalInfo(`${before}${typed}${after}`, { [key]: ` ${known} ` }));
        assert.ok(containsPersonalInfo(`${before}${typed}${after}`, { email: `${known}@x.example` }));
      },
    );
    fc.assert(property, { numRuns: 300 });
  });
});
