import type { Letter } from '../accounts/index.ts';
import { chooseLocale, type Locale } from '../lib/locale.ts';
import { type Contact, contactsOf } from './contacts.ts';
import { say } from './say.ts';
import { sayDuration, sayMoment } from './say-time.ts';
import type { LinkTexts, NoticeTexts } from './texts/mail-texts.ts';
import { textsIn } from './texts/texts-in.ts';

/** A letter in words, before it is set in HTML or plain text. Nothing in it is escaped. */
export interface WordedLetter {
  readonly locale: Locale;
  readonly brand: string;
  /** The address that the letter goes to, as it stands in the texts. */
  readonly email: string;
  readonly subject: string;
  /** What a list of mails shows after the subject. */
  readonly preview: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly action: Action | null;
  /** What to do if one has nothing to do with it. */
  readonly notYou: string;
  /** Null where `notYou` itself asks to get in touch. */
  readonly questions: string | null;
  readonly contacts: readonly Contact[];
  readonly imprint: string;
}

interface Action {
  readonly label: string;
  readonly link: string;
  readonly lifetime: string;
  readonly linkInFull: string;
}

// RFC 5322, 2.1.1: a line should have no more than 78 characters; a list of mails shows fewer.
const maxSubjectCharacters = 78;
// Longer than any name that people would call somebody by.
const maxBrandCharacters = 64;

/** Puts a letter into the reader's language; `nowMs` is when it is sent. */
export function wordLetter(letter: Letter, nowMs: number): WordedLetter {
  const locale = chooseLocale(letter.languages, letter.brand.locales);
  const brand = shorten(letter.brand.name.replace(/[\p{Cc}\s]+/gu, ' ').trim(), maxBrandCharacters);
  const values = { brand, email: letter.to, ...timesOf(locale, letter, nowMs) };
  const speak = (text: string): string => say(locale, text, values);
  const texts = textsIn(locale);
  const own = texts.letters[letter.kind];
  return {
    locale,
    brand,
    email: letter.to,
    subject: sayShort(locale, own.subject, brand),
    preview: speak(own.preview),
    heading: speak(own.heading),
    paragraphs: paragraphsOf(own).map(speak),
    action:
      'link' in letter
        ? {
            label: speak(texts.letters[letter.kind].button),
            link: letter.link,
            lifetime: speak(texts.linkLifetime),
            linkInFull: speak(texts.linkInFull),
          }
        : null,
    notYou: speak(own.notYou),
    questions: 'link' in letter ? speak(texts.questions) : null,
    contacts: contactsOf(letter.brand),
    imprint: speak(texts.imprint),
  };
}

function timesOf(locale: Locale, letter: Letter, nowMs: number): Readonly<Record<string, string>> {
  if ('at' in letter) return { at: sayMoment(locale, letter.at) };
  return {
    until: sayMoment(locale, letter.expiresAt),
    duration: sayDuration(locale, letter.expiresAt - nowMs),
  };
}

function paragraphsOf(texts: LinkTexts | NoticeTexts): readonly string[] {
  return 'button' in texts ? [texts.request] : [texts.event, texts.wasYou];
}

/** Fills a subject with as much of the brand's name as fits. */
function sayShort(locale: Locale, text: string, brand: string): string {
  const rest = say(locale, text, { brand: '' });
  return say(locale, text, { brand: shorten(brand, maxSubjectCharacters - rest.length) });
}

function shorten(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  let kept = '';
  for (const character of characters) {
    if (kept.length + character.length >= maxCharacters) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
