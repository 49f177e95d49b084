import { type Bound, UnreadableQuery } from './query.ts';

/** The smallest pieces of a search. */
export type Token = { readonly at: number } & (
  | { readonly kind: '(' | ')' | '+' | 'and' | 'or' | 'not' }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'text'; readonly parts: readonly string[] }
  | { readonly kind: 'range'; readonly from: Bound | null; readonly to: Bound | null }
);

/** A place in the text that moves on. */
interface Cursor {
  readonly text: string;
  at: number;
}

const operators: Readonly<Record<string, 'and' | 'or' | 'not'>> = {
  AND: 'and',
  '&&': 'and',
  OR: 'or',
  '||': 'or',
  NOT: 'not',
};

const prefixes: Readonly<Record<string, '(' | ')' | '+' | 'not'>> = {
  '(': '(',
  ')': ')',
  '+': '+',
  '-': 'not',
  '!': 'not',
};

const endsWord = /[\s()[\]{}"^~:]/;

/**
 * Takes a search apart, in one pass from left to right.
 *
 * @throws UnreadableQuery where a piece is none of the syntax
 */
export function readTokens(text: string): readonly Token[] {
  const cursor: Cursor = { text, at: 0 };
  const tokens: Token[] = [];
  for (skipSpace(cursor); cursor.at < text.length; skipSpace(cursor)) {
    tokens.push(readToken(cursor, tokens.at(-1)?.kind === 'field'));
  }
  return tokens;
}

/** `isValue`: a field stands before it, so that a sign belongs to a number. */
function readToken(cursor: Cursor, isValue: boolean): Token {
  const { at } = cursor;
  const first = peek(cursor);
  const prefix = Object.hasOwn(prefixes, first) ? prefixes[first] : undefined;
  if (prefix !== undefined && !(isValue && (first === '-' || first === '+'))) {
    cursor.at += 1;
    return { kind: prefix, at };
  }
  if (first === '"') return { kind: 'text', parts: [readPhrase(cursor)], at };
  if (first === '[' || first === '{') return readRange(cursor);
  refuseForeign(first, at, isValue);
  return readWord(cursor, isValue);
}

/** What Lucene has and Auth0's search has not, by the character that it begins with. */
function refuseForeign(first: string, at: number, isValue: boolean): void {
  if (first === '/') throw new UnreadableQuery(at, 'regular expressions are not supported');
  if (isValue && (first === '<' || first === '>'))
    throw new UnreadableQuery(at, 'comparisons are not supported: use a range such as [10 TO *]');
}

function readWord(cursor: Cursor, isValue: boolean): Token {
  const { at, text } = cursor;
  const parts = readParts(cursor, endsWord);
  const written = text.slice(at, cursor.at);
  if (written === '') refuseStray(peek(cursor), at);
  if (isValue) return { kind: 'text', parts, at };
  if (peek(cursor) === ':') {
    cursor.at += 1;
    if (parts.length > 1 && written !== '*')
      throw new UnreadableQuery(at, 'a field name cannot have a wildcard');
    return { kind: 'field', name: parts.length > 1 ? '*' : parts.join(''), at };
  }
  const operator = Object.hasOwn(operators, written) ? operators[written] : undefined;
  return operator === undefined ? { kind: 'text', parts, at } : { kind: operator, at };
}

function refuseStray(character: string, at: number): never {
  if (character === '~' || character === '^')
    throw new UnreadableQuery(at, `"${character}" is not supported: write \\${character} for the character`);
  throw new UnreadableQuery(at, `unexpected "${character}": write it in quotes, or as \\${character}`);
}

/** Reads up to what ends it; a backslash takes the next character as it is, a `*` divides. */
function readParts(cursor: Cursor, end: RegExp): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (let next = peek(cursor); next !== '' && !end.test(next); next = peek(cursor)) {
    if (next === '?')
      throw new UnreadableQuery(
        cursor.at,
        'the wildcard "?" is not supported: use *, or \\? for the character',
      );
    if (next === '*') {
      parts.push(part);
      part = '';
      cursor.at += 1;
    } else {
      part += readCharacter(cursor);
    }
  }
  return [...parts, part];
}

function readPhrase(cursor: Cursor): string {
  const { at } = cursor;
  cursor.at += 1;
  let phrase = '';
  while (peek(cursor) !== '"') {
    if (peek(cursor) === '') throw new UnreadableQuery(at, 'this quote is never closed');
    phrase += readCharacter(cursor);
  }
  cursor.at += 1;
  return phrase;
}

function readCharacter(cursor: Cursor): string {
  if (peek(cursor) === '\\') cursor.at += 1;
  const character = peek(cursor);
  if (character === '') throw new UnreadableQuery(cursor.at - 1, 'nothing follows this backslash');
  cursor.at += 1;
  return character;
}

function readRange(cursor: Cursor): Token {
  const { at } = cursor;
  const from = readBound(cursor, at);
  const to = readSeparator(cursor) ? readBound(cursor, at) : undefined;
  skipSpace(cursor);
  const closing = peek(cursor);
  if (from === undefined || to === undefined || (closing !== ']' && closing !== '}'))
    throw new UnreadableQuery(at, 'a range is written [from TO to], with * for an open end');
  cursor.at += 1;
  const opensInclusive = cursor.text[at] === '[';
  return {
    kind: 'range',
    from: from === '*' ? null : { text: from.slice(1), inclusive: opensInclusive },
    to: to === '*' ? null : { text: to.slice(1), inclusive: closing === ']' },
    at,
  };
}

const endsBound = /[\s\]}"]/;

/** An end of a range: `*`, or the text behind an `=`; undefined when there is none. */
function readBound(cursor: Cursor, rangeAt: number): string | undefined {
  if (cursor.at === rangeAt) cursor.at += 1;
  skipSpace(cursor);
  if (peek(cursor) === '"') return `=${readPhrase(cursor)}`;
  const { at } = cursor;
  const parts = readParts(cursor, endsBound);
  if (cursor.at === at) return undefined;
  if (parts.length === 1) return `=${parts.join('')}`;
  return parts.every((part) => part === '') && parts.length === 2 ? '*' : undefined;
}

function readSeparator(cursor: Cursor): boolean {
  skipSpace(cursor);
  if (!/^TO\s/.test(cursor.text.slice(cursor.at, cursor.at + 3))) return false;
  cursor.at += 2;
  return true;
}

function skipSpace(cursor: Cursor): void {
  while (/\s/.test(peek(cursor))) cursor.at += 1;
}

/** The character at the place; nothing at the end. */
function peek({ text, at }: Cursor): string {
  return text[at] ?? '';
}
