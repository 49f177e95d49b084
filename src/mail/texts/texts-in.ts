import type { Locale } from '../../lib/locale.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { MailTexts } from './mail-texts.ts';
import { ptBr } from './pt-br.ts';

const texts: Readonly<Record<Locale, MailTexts>> = { en, de, fr, es, 'pt-BR': ptBr };

/** The texts of all letters in a language. */
export function textsIn(locale: Locale): MailTexts {
  return texts[locale];
}
