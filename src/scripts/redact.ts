import { formsOf, type Secret, type SecretForm } from './secret-forms.ts';

/** Takes secrets out of a text. `cut`: the text was shortened, so a secret at its end may be half there. */
export type Redact = (text: string, cut?: boolean) => string;

interface Span {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** Stored password hashes, whoever's they are: bcrypt, PHC strings, crypt. */
const storedHash =
  /\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}|\$(?:argon2(?:id|i|d)|scrypt|pbkdf2[\w-]*)\$[^\s'"`]+|\$(?:1|5|6|apr1)\$[^\s'"`$]+\$(?:[^\s'"`$]+\$)?[./A-Za-z0-9]{22,86}/g;

/** A shorter end of a text could begin a secret by chance. */
const minCutCharacters = 3;

/** A function that replaces every form of the secrets by `[label]`. Forms are computed at the first text. */
export function redactor(...groups: readonly (readonly Secret[])[]): Redact {
  let forms: readonly SecretForm[] | undefined;
  return (text, cut = false) => {
    forms ??= groups.flatMap(formsOfGroup);
    const whole = cut ? withoutHalfSecret(text, forms) : text;
    return replaceSpans(whole, spansIn(whole, forms)).replace(storedHash, '[hash]');
  };
}

/** The configuration of a connection is the same array for many calls. */
const knownForms = new WeakMap<readonly Secret[], readonly SecretForm[]>();

function formsOfGroup(secrets: readonly Secret[]): readonly SecretForm[] {
  const known = knownForms.get(secrets) ?? secrets.flatMap(formsOf);
  knownForms.set(secrets, known);
  return known;
}

/** A text with more secrets in it than this says nothing else; it was made to keep the server busy. */
const maxSpans = 1_000;

function spansIn(text: string, forms: readonly SecretForm[]): readonly Span[] {
  const spans: Span[] = [];
  for (const { text: form, label, wholeWord, isBeginning } of forms) {
    for (const start of placesOf(form, text)) {
      const end = isBeginning ? text.length : start + form.length;
      if (!wholeWord || standsAlone(text, start, end)) spans.push({ start, end, label });
      if (spans.length > maxSpans) return [{ start: 0, end: text.length, label }];
    }
  }
  return spans.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Searching for a long text costs its length at every place that looks like it, comparing costs next to nothing. */
const searchedCharacters = 64;

/** Where a form stands in a text. */
function* placesOf(form: string, text: string): Generator<number> {
  const head = form.slice(0, searchedCharacters);
  for (let start = text.indexOf(head); start !== -1; start = text.indexOf(head, start + 1))
    if (text.startsWith(form, start)) yield start;
}

function standsAlone(text: string, start: number, end: number): boolean {
  const inWord = (left: number): boolean => /^\w\w$/.test(text.slice(Math.max(left, 0), left + 2));
  return !inWord(start - 1) && !inWord(end - 1);
}

/** Spans that overlap are one: replacing them in turn would leave the end of the longer one. */
function replaceSpans(text: string, spans: readonly Span[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, label } of spans) {
    if (start >= done) result += `${text.slice(done, start)}[${label}]`;
    done = Math.max(done, end);
  }
  return result + text.slice(done);
}

function withoutHalfSecret(text: string, forms: readonly SecretForm[]): string {
  let keep = text.length;
  for (const { text: form } of forms) {
    const head = form.slice(0, minCutCharacters);
    const from = Math.max(0, text.length - form.length + 1);
    for (
      let start = text.indexOf(head, from);
      start !== -1 && start < keep;
      start = text.indexOf(head, start + 1)
    )
      if (form.startsWith(text.slice(start))) keep = start;
  }
  return text.slice(0, keep);
}
