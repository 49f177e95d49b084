import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { composeLetter } from './compose-letter.ts';
import {
  letterKinds,
  sampleBrand,
  sampleClock,
  sampleLetter,
  sampleLink,
  sampleNow,
} from './fakes/sample-letters.ts';
import { letterHtml } from './letter-html.ts';
import { wordLetter } from './word-letter.ts';

const sender = { name: null, address: 'no-reply@acme.example' };

function htmlOf(...args: Parameters<typeof sampleLetter>): string {
  const composed = composeLetter(sampleLetter(...args), sender, sampleClock.now());
  assert.ok(composed !== null);
  return String(composed.message.html);
}

test('the link stands on the button and in full below it, exactly', () => {
  const html = htmlOf('password-change');
  const hrefs = [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href = '']) => decode(href));
  assert.deepEqual(
    hrefs.filter((href) => href.includes('ticket')),
    [sampleLink, sampleLink],
  );
  assert.ok(decode(html).includes(`>${sampleLink}</a>`));
});

test('opening a letter asks for the logo and for nothing else', () => {
  for (const kind of letterKinds) {
    const html = htmlOf(kind);
    const asked = [...html.matchAll(/\s(?:src|background|poster|srcset|data)="([^"]*)"/g)].map(
      ([, url = '']) => decode(url),
    );
    assert.deepEqual(asked, [sampleBrand.logoUrl]);
    assert.doesNotMatch(html, /<(link|script|iframe|object|embed|video|audio|form|base)\b|url\(|@import/i);
  }
});

test('a logo is shown by https only; else the name stands there', () => {
  for (const logoUrl of [
    'http://cdn.acme.example/logo.png',
    'data:image/png;base64,AAAA',
    'javascript:alert(1)',
    '/logo.png',
    null,
  ]) {
    const html = htmlOf('password-changed', { brand: { ...sampleBrand, logoUrl } });
    assert.doesNotMatch(html, /<img/);
    assert.match(html, /<span class="brand"[^>]*>Acme Outdoor<\/span>/);
  }
  assert.match(htmlOf('password-changed'), /<img [^>]*alt="Acme Outdoor"/);
});

test('support that cannot be linked to is left out', () => {
  const brand = {
    ...sampleBrand,
    supportUrl: 'javascript:alert(1)',
    supportEmail: 'a@b.example?bcc=eve@evil.example',
  };
  for (const kind of letterKinds) {
    const html = htmlOf(kind, { brand });
    assert.doesNotMatch(html, /javascript:|mailto:|evil/);
  }
});

test('a letter says its language, holds its preview out of sight and understands the dark', () => {
  const html = letterHtml(
    wordLetter(sampleLetter('email-verification', { languages: ['pt'] }), sampleNow),
    null,
  );
  assert.match(html, /^<!doctype html>\n<html lang="pt-BR" dir="ltr">/);
  assert.match(html, /<div style="display:none[^"]*" aria-hidden="true">Confirme que este endereço é seu\./);
  assert.match(html, /<meta name="color-scheme" content="light dark">/);
  assert.match(html, /@media \(prefers-color-scheme:dark\)/);
});

test('a brand’s name can be any text and adds no element and no attribute', () => {
  const shape = (html: string): string => html.replace(/>[^<]*/g, '>').replace(/alt="[^"]*"/, '');
  const expected = shape(htmlOf('password-change'));
  const hostile = fc.array(
    fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '=',
      '`',
      '<img src=x onerror=a>',
      '-->',
      '<!--',
      ' ',
      'a',
      '{',
      '!$',
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        hostile.map((parts) => parts.join('')),
        fc.string({ unit: 'binary' }),
      ),
      (name) => {
        const html = htmlOf('password-change', { brand: { ...sampleBrand, name } });
        assert.equal(shape(html), expected);
      },
    ),
    { numRuns: 200 },
  );
});

function decode(html: string): string {
  return html.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
