import type { SecretForm } from './secret-forms.ts';
import {
  beginningAt,
  beginningCharacters,
  type FormTable,
  type IndexedForm,
  type SecretIndex,
} from './secret-index.ts';

/** Takes secrets out of a text. `cut`: the text was shortened, so a secret at its end may be half there. */
export type Redact = (text: string, cut?: boolean) => string;

interface Span {
  readonly start: number;
  readonly end: number;
  /** What stands there instead; nothing for the half of a secret. */
  readonly shown: string;
}

/** Stored password hashes, whoever's they are: bcrypt, PHC strings, crypt. */
const storedHash =
  /\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}|\$(?:argon2(?:id|i|d)|scrypt|pbkdf2[\w-]*)\$[^\s'"`]+|\$(?:1|5|6|apr1)\$[^\s'"`$]+\$(?:[^\s'"`$]+\$)?[./A-Za-z0-9]{22,86}/g;

/**
 * Comparisons that all texts of one call may cost together, some milliseconds of them. Texts that look like secrets in
 * more places were made to keep the server busy, and nobody reads anything of them.
 */
const maxWork = 50_000;
const nothingOfIt = '[redacted]';

/** A comparison of so many characters counts once. */
const charactersPerComparison = 32;

/** A text with more secrets in it than this says nothing else. */
const maxSpans = 1_000;

/** A function that replaces every form of the secrets by `[label]`. They are looked at when the first text comes. */
export function redactor(...indexes: readonly SecretIndex[]): Redact {
  const work = openBudget();
  return (text, cut = false) => {
    if (text === '') return text;
    const tables = indexes.map((index) => index.table());
    const spans = spansIn({ text, cut, work }, tables);
    if (spans === undefined) return nothingOfIt;
    return replaceSpans(text, spans).replace(storedHash, '[hash]');
  };
}

interface Budget {
  /** Counts a comparison of so many characters. */
  spend(characters: number): void;
  isSpent(): boolean;
}

function openBudget(): Budget {
  let left = maxWork;
  return {
    spend: (characters) => {
      left -= 1 + Math.floor(characters / charactersPerComparison);
    },
    isSpent: () => left <= 0,
  };
}

interface Search {
  readonly text: string;
  readonly cut: boolean;
  readonly work: Budget;
}

/** Where secrets stand in a text, or undefined when it is not worth finding out. */
function spansIn(search: Search, tables: readonly FormTable[]): readonly Span[] | undefined {
  const spans: Span[] = [];
  const found = (span: Span): boolean => spans.push(span) <= maxSpans;
  const isDone = tables.every(
    ({ byBeginning, short }) => searchLong(search, byBeginning, found) && searchShort(search, short, found),
  );
  return isDone ? spans.sort((a, b) => a.start - b.start || b.end - a.end) : undefined;
}

/** Takes what was found; false when that is enough. */
type Found = (span: Span) => boolean;

/** False when it had to give up, as below. */
function searchLong(search: Search, byBeginning: FormTable['byBeginning'], found: Found): boolean {
  const { text, work } = search;
  if (byBeginning.size === 0) return true;
  for (let start = 0; start + beginningCharacters <= text.length; start += 1) {
    const forms = byBeginning.get(beginningAt(text, start));
    if (forms === undefined) continue;
    for (const form of forms) {
      if (work.isSpent()) return false;
      const span = spanAt(start, form, search);
      if (span !== undefined && !found(span)) return false;
    }
  }
  return true;
}

/** The form at this place: all of it, or as much as a cut has left. */
function spanAt(start: number, form: IndexedForm, { text, cut, work }: Search): Span | undefined {
  const rest = text.length - start;
  const isHalf = rest < form.text.length;
  work.spend(0);
  if (isHalf && !cut) return undefined;
  if (!text.startsWith(isHalf ? form.head.slice(0, rest) : form.head, start)) return undefined;
  work.spend(form.text.length);
  if (!isHalf) return text.startsWith(form.text, start) ? wholeSpan(start, form, text) : undefined;
  const isThere = text.startsWith(form.text.slice(0, rest), start);
  return isThere ? { start, end: text.length, shown: '' } : undefined;
}

function searchShort({ text, work }: Search, short: readonly SecretForm[], found: Found): boolean {
  for (const form of short) {
    work.spend(text.length);
    for (let start = text.indexOf(form.text); start !== -1; start = text.indexOf(form.text, start + 1)) {
      if (work.isSpent()) return false;
      work.spend(0);
      const span = wholeSpan(start, form, text);
      if (span !== undefined && !found(span)) return false;
    }
  }
  return !work.isSpent();
}

function wholeSpan(start: number, form: SecretForm, text: string): Span | undefined {
  const end = form.isBeginning ? text.length : start + form.text.length;
  if (form.wholeWord && !standsAlone(text, start, end)) return undefined;
  return { start, end, shown: `[${form.label}]` };
}

function standsAlone(text: string, start: number, end: number): boolean {
  const inWord = (left: number): boolean => /^\w\w$/.test(text.slice(Math.max(left, 0), left + 2));
  return !inWord(start - 1) && !inWord(end - 1);
}

/** Spans that overlap are one: replacing them in turn would leave the end of the longer one. */
function replaceSpans(text: string, spans: readonly Span[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, shown } of spans) {
    if (start >= done) result += `${text.slice(done, start)}${shown}`;
    done = Math.max(done, end);
  }
  return result + text.slice(done);
}
