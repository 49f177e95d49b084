import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Locale, locales } from '../lib/locale.ts';
import { letterKinds, sampleBrand, sampleLetter, sampleLink, sampleNow } from './fakes/sample-letters.ts';
import { letterHtml } from './letter-html.ts';
import { letterText } from './letter-text.ts';
import type { MailTexts } from './texts/mail-texts.ts';
import { textsIn } from './texts/texts-in.ts';
import { wordLetter } from './word-letter.ts';

for (const locale of locales) {
  for (const kind of letterKinds) {
    test(`${kind} in ${locale} is whole, in HTML and in text alike`, () => {
      const letter = sampleLetter(kind, { languages: [locale] });
      const words = wordLetter(letter, sampleNow);
      const text = letterText(words);
      const read = visibleText(letterHtml(words, sampleBrand.logoUrl));

      assert.equal(words.locale, locale);
      assert.ok(words.subject.length <= 78, words.subject);
      assert.match(words.subject, /Acme Outdoor/);
      assert.match(text, /jane\.miller@example\.com/);
      for (const rendered of [words.subject, words.preview, text, read]) {
        assert.doesNotMatch(rendered, /[{}]|undefined|null|\[object/);
      }
      const spoken = [words.heading, ...words.paragraphs, words.notYou, words.imprint];
      const { action } = words;
      if (action !== null) spoken.push(action.label, action.lifetime, action.link);
      for (const said of spoken) {
        assert.ok(text.includes(said), `the text lacks: ${said}`);
        assert.ok(read.includes(said), `the HTML lacks: ${said}`);
      }
      assert.equal(text.includes(sampleLink), 'link' in letter);
    });
  }
}

test('no language claims that a changed password ends what it cannot end', () => {
  // Tokens that were given out live on, and so do sessions of the legacy system.
  const all =
    /all devices|allen Geräten|tous vos appareils|todos sus dispositivos|todos os seus dispositivos/i;
  for (const locale of locales) {
    for (const text of everyText(textsIn(locale)).values()) assert.doesNotMatch(text, all);
  }
});

for (const locale of locales.filter((each) => each !== 'en')) {
  test(`nothing is left untranslated in ${locale}, and every value stands where it stands in English`, () => {
    const english = everyText(textsIn('en'));
    for (const [place, text] of everyText(textsIn(locale))) {
      const original = english.get(place) ?? '';
      assert.notEqual(text, original, place);
      assert.deepEqual(valuesIn(text), valuesIn(original), place);
    }
  });
}

test('the first wanted language that is enabled is spoken, else the tenant’s first', () => {
  const spoken = (languages: string[], enabled: readonly Locale[]): string =>
    wordLetter(
      sampleLetter('password-change', { languages, brand: { ...sampleBrand, locales: enabled } }),
      sampleNow,
    ).heading;
  assert.equal(spoken(['it', 'fr-CA', 'de'], ['en', 'de', 'fr']), 'Choisissez un nouveau mot de passe');
  assert.equal(spoken(['fr'], ['de', 'en']), 'Neues Passwort wählen');
  assert.equal(spoken([], []), 'Choose a new password');
});

test('a brand’s name is one line, and as much of it as fits stands in the subject', () => {
  const named = (name: string): ReturnType<typeof wordLetter> =>
    wordLetter(sampleLetter('email-changed', { brand: { ...sampleBrand, name } }), sampleNow);
  assert.equal(named('Acme\r\nBcc: eve@evil.example\u2028').brand, 'Acme Bcc: eve@evil.example');
  const long = named('Landesversicherungsanstalt für das Handwerk '.repeat(10));
  assert.ok(long.subject.length <= 78);
  assert.match(long.subject, /of your Landesvers[^…]*… account was changed$/);
  assert.ok(long.brand.length <= 64);
  assert.ok(named('👩‍👩‍👧‍👦'.repeat(60)).subject.isWellFormed());
});

test('what a value holds is never read as a message', () => {
  const brand = { ...sampleBrand, name: "{email} '{'#<b>" };
  assert.equal(
    wordLetter(sampleLetter('password-change', { brand }), sampleNow).subject,
    "Choose a new password for {email} '{'#<b>",
  );
});

function everyText(texts: MailTexts): ReadonlyMap<string, string> {
  const { letters, ...shared } = texts;
  const own = Object.entries(letters).flatMap(([kind, each]) =>
    Object.entries(each).map(([name, text]): [string, string] => [`${kind}.${name}`, String(text)]),
  );
  return new Map([...own, ...Object.entries(shared)]);
}

function valuesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].toSorted();
}

/** What a person reads of an HTML letter, as far as these letters go. */
function visibleText(html: string): string {
  return html
    .replace(/<head>.*?<\/head>/su, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
