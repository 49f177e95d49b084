import { type Query, type QueryFault, UnreadableQuery } from './query.ts';
import { readTokens, type Token } from './read-tokens.ts';

// Room for a hundred addresses joined by OR; a URL that is longer is refused by proxies.
const mostCharacters = 8_192;
// Deeper than people write. It bounds the recursion here and in whoever walks the result.
const deepestNesting = 32;
// Each is a look-up in the store, and SQLite takes an expression of at most a thousand levels.
const mostTerms = 200;

export type ParsedQuery =
  | { readonly ok: true; readonly query: Query }
  | { readonly ok: false; readonly fault: QueryFault };

/**
 * Reads a search in Lucene's query syntax, the part of it that Auth0 documents: terms, phrases, wildcards, ranges, `AND`,
 * `OR`, `NOT`, `-`, `+` and brackets. `NOT` binds tighter than `AND`, `AND` tighter than `OR`; clauses side by side are
 * alternatives, of which those with `+` must match and those with `-` or `NOT` must not.
 */
export function parseQuery(text: string): ParsedQuery {
  try {
    if (text.length > mostCharacters)
      throw new UnreadableQuery(mostCharacters, `a search has at most ${mostCharacters} characters`);
    const reader: Reader = { tokens: readTokens(text), end: text.length, next: 0, depth: 0, terms: 0 };
    const query = readClauses(reader, null);
    const rest = reader.tokens[reader.next];
    if (rest !== undefined) throw new UnreadableQuery(rest.at, 'this bracket closes nothing');
    return { ok: true, query };
  } catch (error) {
    if (error instanceof UnreadableQuery) return { ok: false, fault: error.fault };
    throw error;
  }
}

/** What is read, and how far. */
interface Reader {
  readonly tokens: readonly Token[];
  /** Where the text ends. */
  readonly end: number;
  next: number;
  depth: number;
  terms: number;
}

/** A clause, and what the sign before it makes of it among clauses side by side. */
interface Clause {
  readonly sign: 'may' | 'must' | 'must-not';
  readonly query: Query;
}

/** Clauses side by side, up to a closing bracket or the end. */
function readClauses(reader: Reader, field: string | null): Query {
  const clauses: Clause[] = [];
  do clauses.push(readJoined(reader, field, 'or'));
  while (kindOfNext(reader) !== undefined && kindOfNext(reader) !== ')');
  const [only] = clauses;
  if (only !== undefined && clauses.length === 1) return asQuery(only);
  const withSign = (sign: Clause['sign']): readonly Clause[] => clauses.filter((each) => each.sign === sign);
  const decisive = [...withSign('must'), ...withSign('must-not')].map(asQuery);
  const may = withSign('may').map(asQuery);
  // Beside a clause that must match, one that may match would only move the order.
  const alternatives = withSign('must').length > 0 || may.length === 0 ? [] : [joined('or', may)];
  return joined('and', [...decisive, ...alternatives]);
}

/** Clauses with an operator between them; the tighter operator is read first. */
function readJoined(reader: Reader, field: string | null, operator: 'or' | 'and'): Clause {
  const readOperand = (): Clause =>
    operator === 'or' ? readJoined(reader, field, 'and') : readSigned(reader, field);
  const first = readOperand();
  if (kindOfNext(reader) !== operator) return first;
  const operands = [asQuery(first)];
  while (kindOfNext(reader) === operator) {
    reader.next += 1;
    operands.push(asQuery(readOperand()));
  }
  return { sign: 'may', query: joined(operator, operands) };
}

/** One clause with the signs before it. */
function readSigned(reader: Reader, field: string | null): Clause {
  let negations = 0;
  let mustMatch = false;
  for (let kind = kindOfNext(reader); kind === 'not' || kind === '+'; kind = kindOfNext(reader)) {
    if (kind === 'not') negations += 1;
    else mustMatch = true;
    reader.next += 1;
  }
  const query = readOne(reader, field);
  if (negations % 2 === 1) return { sign: 'must-not', query };
  return { sign: mustMatch ? 'must' : 'may', query };
}

/** A term, a phrase, a range, or what stands in brackets; with its field, or the one that a bracket is under. */
function readOne(reader: Reader, field: string | null, fieldAt?: number): Query {
  const token = reader.tokens[reader.next];
  if (token === undefined) throw new UnreadableQuery(reader.end, 'the search ends where a term should be');
  reader.next += 1;
  const at = fieldAt ?? token.at;
  switch (token.kind) {
    case 'field':
      if (fieldAt !== undefined)
        throw new UnreadableQuery(token.at, 'a field follows a field: quote the value');
      return readOne(reader, token.name, token.at);
    case 'text':
      countTerm(reader, at);
      return { is: 'term', field, parts: token.parts, at };
    case 'range':
      countTerm(reader, at);
      return { is: 'range', field, from: token.from, to: token.to, at };
    case '(':
      return readBrackets(reader, field, token.at);
    default:
      throw new UnreadableQuery(token.at, 'a term should be here');
  }
}

function readBrackets(reader: Reader, field: string | null, at: number): Query {
  reader.depth += 1;
  if (reader.depth > deepestNesting)
    throw new UnreadableQuery(at, `brackets are nested deeper than ${deepestNesting} levels`);
  const query = readClauses(reader, field);
  if (kindOfNext(reader) !== ')') throw new UnreadableQuery(at, 'this bracket is never closed');
  reader.next += 1;
  reader.depth -= 1;
  return query;
}

function countTerm(reader: Reader, at: number): void {
  reader.terms += 1;
  if (reader.terms > mostTerms) throw new UnreadableQuery(at, `a search has at most ${mostTerms} terms`);
}

function kindOfNext({ tokens, next }: Reader): Token['kind'] | undefined {
  return tokens[next]?.kind;
}

function asQuery({ sign, query }: Clause): Query {
  return sign === 'must-not' ? { is: 'not', of: query } : query;
}

function joined(is: 'and' | 'or', of: readonly Query[]): Query {
  const [only] = of;
  return only !== undefined && of.length === 1 ? only : { is, of };
}
