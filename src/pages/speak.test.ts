import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IntlMessageFormat } from 'intl-messageformat';
import { locales } from '../lib/locale.ts';
import { speak, textsOf } from './speak.ts';

/** The names of the values that a message takes, also those inside plurals. */
function valuesIn(text: string): readonly string[] {
  const names = new Set<string>();
  JSON.stringify(
    new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst(),
    (_key, value) => {
      // An argument has a type of 1 and more; 0 is text and 7 the `#` of a plural.
      if (typeof value?.type === 'number' && value.type > 0 && value.type < 7) names.add(value.value);
      return value;
    },
  );
  return [...names].sort();
}

for (const locale of locales) {
  test(`${locale} has no empty text, and each takes the same values as in English`, () => {
    for (const [key, text] of Object.entries(textsOf[locale])) {
      const english = Object.entries(textsOf.en).find(([name]) => name === key)?.[1] ?? '';
      assert.notEqual(text.trim(), '', key);
      assert.deepEqual(valuesIn(text), valuesIn(english), key);
      assert.doesNotMatch(text, /'/, `${key}: ICU reads a straight apostrophe as a quotation mark`);
    }
  });
}

test('no language claims that a changed password ends what it cannot end', () => {
  // Tokens that were given out live on, and so do sessions of the legacy system.
  const all =
    /all devices|everywhere|allen Geräten|überall|tous vos appareils|partout|todos los dispositivos|todos os dispositivos/;
  for (const locale of locales) {
    for (const text of Object.values(textsOf[locale])) assert.doesNotMatch(text, all);
  }
});

test('plurals follow the language; values stand as they are', () => {
  assert.equal(speak('en')('retryIn', { minutes: 0 }), 'Try again in a moment.');
  assert.equal(speak('en')('retryIn', { minutes: 1 }), 'Try again in about a minute.');
  assert.equal(speak('de')('retryIn', { minutes: 5 }), 'Versuchen Sie es in etwa 5 Minuten noch einmal.');
  assert.equal(speak('fr')('rulesMet', { met: 0, total: 3 }), '0 critère rempli sur 3');
  assert.equal(speak('pt-BR')('continueTo', { application: '<b>{x}</b>' }), 'Continuar para <b>{x}</b>');
});
