import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createBlocklist, readCommonPasswords } from './blocklist.ts';
import file from './common-passwords.json' with { type: 'json' };
import { folded } from './folded.ts';

const words = Buffer.from(await readCommonPasswords())
  .toString()
  .split('\n')
  .slice(0, -1);

describe('the blocklist', () => {
  const blocklist = createBlocklist();

  test('has as many words as it says: folded, each once, in the order of their bytes', () => {
    assert.equal(words.length, file.count);
    assert.ok(words.length > 90_000);
    for (const [index, word] of words.entries()) {
      assert.equal(word, folded(word));
      assert.ok(
        index === 0 || Buffer.compare(Buffer.from(words[index - 1] ?? ''), Buffer.from(word)) < 0,
        word,
      );
    }
  });

  test('has what everybody tries, also the sequences that strength meters leave to their rules', async () => {
    const tried = [
      '123456',
      'password',
      'Password1',
      'PASSW0RD',
      'p@ssw0rd',
      'qwertyuiop',
      'letmein',
      'ILoveYou',
    ];
    const sequences = [
      '111111',
      'aaaaaa',
      '654321',
      '121212',
      '1q2w3e4r',
      'abcd1234',
      'zaq12wsx',
      '00000000',
    ];
    const ofAuth0 = ['michael', 'thx1138', 'porsche911', 'evangeli', 'eyphed'];
    for (const word of [...tried, ...sequences, ...ofAuth0]) assert.ok(await blocklist.has(word), word);
  });

  test('has each of its words, in any case and width', async () => {
    const property = fc.asyncProperty(fc.constantFrom(...words), async (word) => {
      assert.ok(await blocklist.has(word));
      assert.ok(await blocklist.has(word.toUpperCase()));
      const wide = word.replaceAll(/[!-~]/g, (each) =>
        String.fromCodePoint((each.codePointAt(0) ?? 0) + 0xfee0),
      );
      assert.ok(await blocklist.has(wide));
    });
    await fc.assert(property, { numRuns: 500 });
  });

  test('has nothing that merely contains one, or is unheard of', async () => {
    for (const free of [
      'password-of-mine',
      ' password',
      'password\n',
      '123456\n654321',
      '',
      'korrekt Pferd 4',
    ]) {
      assert.ok(!(await blocklist.has(free)), JSON.stringify(free));
    }
    const known = new Set(words);
    const property = fc.asyncProperty(fc.string({ maxLength: 12 }), async (text) => {
      assert.equal(await blocklist.has(text), known.has(folded(text)));
    });
    await fc.assert(property, { numRuns: 500 });
  });

  test('answers all who ask at once before it is read', async () => {
    const fresh = createBlocklist();
    const answers = await Promise.all(['dragon', 'no dragon', 'monkey'].map((each) => fresh.has(each)));
    assert.deepEqual(answers, [true, false, true]);
  });
});
