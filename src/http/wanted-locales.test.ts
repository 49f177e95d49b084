import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wantedLocales } from './wanted-locales.ts';

const cases: readonly [uiLocales: unknown, acceptLanguage: string | undefined, wanted: readonly string[]][] =
  [
    [undefined, undefined, []],
    [undefined, 'de-AT,de;q=0.9,en;q=0.8', ['de-AT', 'de', 'en']],
    [undefined, 'en;q=0.2, fr ; q=0.7, es', ['es', 'fr', 'en']],
    [undefined, 'de;q=0, *', []],
    [undefined, 'de;q=x,fr', ['fr']],
    ['pt-BR fr', 'en', ['pt-BR', 'fr', 'en']],
    [['de', 'fr'], 'en', ['en']],
    ['<script> de', undefined, ['de']],
    [undefined, 'de,'.repeat(100_000), Array.from({ length: 20 }, () => 'de')],
  ];
for (const [uiLocales, acceptLanguage, wanted] of cases) {
  test(`ui_locales ${String(uiLocales)}, Accept-Language ${acceptLanguage?.slice(0, 40)}`, () => {
    assert.deepEqual(wantedLocales(uiLocales, acceptLanguage), wanted);
  });
}
