import { createHash } from 'node:crypto';

/** A text that must not be seen, and what stands in its place. */
export interface Secret {
  readonly text: string;
  readonly label: string;
}

export interface SecretForm extends Secret {
  /** Too short to be looked for inside of words. */
  readonly wholeWord: boolean;
  /** The beginning of a long secret: what comes after it may be the rest. */
  readonly isBeginning: boolean;
}

/**
 * Of a longer secret its beginning is looked for: forms of all of it, a hundred secrets at 10,000 characters, would keep the
 * server busy for seconds.
 */
const longestForm = 1_024;

/** Below this a secret is part of ordinary words ("a", "on"): it is taken out where it stands alone. */
const shortCharacters = 4;

/** Every form in which a secret turns up in messages: as it is, escaped, URL-encoded, hex, base64, hashed. */
export function formsOf(secret: Secret): readonly SecretForm[] {
  const { label } = secret;
  const beginning = secret.text.slice(0, longestForm);
  const text = beginning.toWellFormed();
  if (text === '') return [];
  const isBeginning = secret.text.length > longestForm;
  const wholeWord = text.length < shortCharacters;
  const bytes = Buffer.from(text, 'utf8');
  const hex = bytes.toString('hex');
  const base64 = wholeWord ? [bytes.toString('base64')] : base64Forms(bytes);
  const spellings = [
    beginning,
    text,
    ...escapedForms(text),
    ...urlForms(text),
    hex,
    hex.toUpperCase(),
    ...base64,
  ];
  const whole = Buffer.from(secret.text.toWellFormed(), 'utf8');
  return [...new Set(spellings)]
    .map((form): SecretForm => ({ text: form, label, wholeWord, isBeginning }))
    .concat(hashForms(whole).map((form) => ({ text: form, label, wholeWord: false, isBeginning: false })));
}

/** In JSON, in a JavaScript or MySQL literal, in an SQL literal, in HTML. */
function escapedForms(text: string): readonly string[] {
  const backslashed = text.replaceAll('\\', '\\\\');
  return [
    JSON.stringify(text).slice(1, -1),
    backslashed.replaceAll("'", "\\'"),
    backslashed.replaceAll("'", "\\'").replaceAll('"', '\\"'),
    text.replaceAll("'", "''"),
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  ];
}

function urlForms(text: string): readonly string[] {
  const component = encodeURIComponent(text);
  const strict = component.replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = new URLSearchParams({ a: text }).toString().slice(2);
  const upper = [component, strict, component.replaceAll('%20', '+'), form, encodeURI(text)];
  return [...upper, ...upper.map((text) => text.replace(/%[0-9A-F]{2}/g, (one) => one.toLowerCase()))];
}

/**
 * The characters of base64 that a secret decides on its own, at each of the three places it can start in
 * a longer text: `user:password` of Basic authentication is the common one. Both alphabets.
 */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const own = text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** Old tables keep plain digests, which scripts compute and drivers quote. */
function hashForms(bytes: Buffer): readonly string[] {
  return ['md5', 'sha1', 'sha256'].flatMap((algorithm) => {
    const digest = createHash(algorithm).update(bytes).digest();
    return [
      digest.toString('hex'),
      digest.toString('hex').toUpperCase(),
      digest.toString('base64').replace(/=+$/, ''),
    ];
  });
}
