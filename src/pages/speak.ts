import { IntlMessageFormat } from 'intl-messageformat';
import type { Locale } from '../lib/locale.ts';
import { de } from './texts/de.ts';
import { en } from './texts/en.ts';
import { es } from './texts/es.ts';
import { fr } from './texts/fr.ts';
import { ptBr } from './texts/pt-br.ts';
import type { Say } from './texts/text-values.ts';
import type { Texts } from './texts/texts.ts';

/** What the pages say in each language. */
export const textsOf: Readonly<Record<Locale, Texts>> = { en, de, fr, es, 'pt-BR': ptBr };

/** A function that says texts in a language. What it returns is text, not HTML. */
export function speak(locale: Locale): Say {
  return (key, ...[values]) => String(messageOf(locale, key).format(values));
}

// A message is compiled when it is first said.
const compiled = new Map<string, IntlMessageFormat>();

function messageOf(locale: Locale, key: keyof Texts): IntlMessageFormat {
  const name = `${locale} ${key}`;
  const known = compiled.get(name);
  if (known !== undefined) return known;
  // Texts hold no tags of ours, and a `<` in one is a less-than sign.
  const message = new IntlMessageFormat(textsOf[locale][key], locale, undefined, { ignoreTag: true });
  compiled.set(name, message);
  return message;
}
