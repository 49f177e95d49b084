import type { TextPattern } from '../../accounts/index.ts';
import type { Term } from '../lucene/query.ts';
import { SearchFault } from './search-fault.ts';

// As Auth0 has it: a shorter literal would find next to everybody, one by one.
const shortestInner = 3;

/** Whether a term is `*` alone: any value at all. */
export function isAnything({ parts }: Term): boolean {
  return parts.length === 2 && parts.every((part) => part === '');
}

/** The pattern of a term: `jane`, `jane*`, `*smith`, `jane*smith` or `*jane*`. */
export function readPattern({ parts, at }: Term): TextPattern {
  const [head = '', ...others] = parts;
  const tail = others.at(-1) ?? '';
  const [within = '', ...more] = others.slice(0, -1);
  if (more.length > 0) throw new SearchFault(at, 'a term has at most two wildcards');
  const isPrefix = others.length === 1 && tail === '' && head !== '';
  const literals = parts.filter((part) => part !== '');
  if (others.length > 0 && !isPrefix && !literals.every((part) => part.length >= shortestInner))
    throw new SearchFault(
      at,
      `only a wildcard at the end may follow a literal of less than ${shortestInner} characters`,
    );
  return { head, within, tail, isWhole: others.length === 0 };
}

/** The text of a term without wildcards. */
export function readExactly({ parts, at }: Term, what: string): string {
  const [text = ''] = parts;
  if (parts.length > 1) throw new SearchFault(at, `wildcards are not supported in ${what}`);
  return text;
}

/** `true` or `false`. */
export function readFlag(term: Term, field: string): boolean {
  const text = readExactly(term, field);
  if (text !== 'true' && text !== 'false') throw new SearchFault(term.at, `${field} is true or false`);
  return text === 'true';
}

/** First and last number of what a value stands for: a day, for instance, is all of its milliseconds. */
export type ReadSpan = (text: string) => readonly [first: number, last: number] | undefined;

/** A whole number stands for itself. */
export const readNumber: ReadSpan = (text) => {
  const number = /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
  return number === undefined ? undefined : [number, number];
};
