import { IntlMessageFormat } from 'intl-messageformat';
import type { Locale } from '../lib/locale.ts';

// As many as there are texts in all languages: they are ours, and fixed.
const compiled = new Map<string, IntlMessageFormat>();

/**
 * Fills an ICU message with values. Nothing is escaped: the values are put in as they are.
 *
 * @throws when the message names a value that is not given
 */
export function say(locale: Locale, text: string, values: Readonly<Record<string, string>>): string {
  const said = compile(locale, text).format<string>(values);
  return typeof said === 'string' ? said : said.join('');
}

function compile(locale: Locale, text: string): IntlMessageFormat {
  const key = `${locale} ${text}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const message = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
  compiled.set(key, message);
  return message;
}
