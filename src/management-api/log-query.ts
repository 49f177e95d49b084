/** A field, and the values of which any will do. A range is one value, in its brackets. */
export interface Clause {
  readonly field: string;
  readonly values: readonly string[];
}

/**
 * Reads a query of the form that logs are searched by: `field:value` and `field:[a TO b]`, alternatives of one field joined
 * by OR (in brackets where there is more), and all of that joined by AND. Undefined where it says anything else, as a
 * wildcard: to ignore a part of a search would show what was not asked for.
 */
export function readLogQuery(query: string): readonly Clause[] | undefined {
  const tokens = tokensOf(query);
  return tokens && readAll(tokens);
}

type Token =
  | { readonly is: 'field' | 'value'; readonly text: string }
  | { readonly is: '(' | ')' | 'AND' | 'OR' };

const token =
  /\s*(?:(?<field>\w{1,40}):|(?<bracket>[()])|"(?<quoted>(?:[^"\\]|\\["\\])+)"|(?<range>[[{][^\]}[{"]{1,80}[\]}])|(?<bare>[^\s"()[\]{}*?~^:\\!<>=/]+))\s*/y;

function tokensOf(query: string): readonly Token[] | undefined {
  const pattern = new RegExp(token);
  const tokens: Token[] = [];
  while (pattern.lastIndex < query.length) {
    const groups = pattern.exec(query)?.groups;
    if (groups === undefined) return undefined;
    tokens.push(tokenOf(groups));
  }
  return tokens;
}

function tokenOf({ field, bracket, quoted, range, bare }: Readonly<Record<string, string>>): Token {
  if (field !== undefined) return { is: 'field', text: field };
  if (bracket === '(' || bracket === ')') return { is: bracket };
  if (bare === 'AND' || bare === 'OR') return { is: bare };
  return { is: 'value', text: quoted?.replace(/\\(.)/g, '$1') ?? range ?? bare ?? '' };
}

/** What was read, and the tokens after it. */
type Read<T> = { readonly found: T; readonly rest: readonly Token[] } | undefined;

function readAll(tokens: readonly Token[]): readonly Clause[] | undefined {
  const alternatives = readAlternatives(tokens);
  if (alternatives?.rest.length === 0) return [alternatives.found];
  const clauses: Clause[] = [];
  for (let rest = tokens; ; ) {
    const clause = readClause(rest);
    if (clause === undefined) return undefined;
    clauses.push(clause.found);
    if (clause.rest.length === 0) return clauses;
    if (clause.rest[0]?.is !== 'AND') return undefined;
    rest = clause.rest.slice(1);
  }
}

/** A term, or alternatives in brackets. */
function readClause([first, ...rest]: readonly Token[]): Read<Clause> {
  if (first?.is !== '(') return first && readTerm([first, ...rest]);
  const inside = readAlternatives(rest);
  return inside?.rest[0]?.is === ')' ? { found: inside.found, rest: inside.rest.slice(1) } : undefined;
}

/** Terms of one field, joined by OR. */
function readAlternatives(tokens: readonly Token[]): Read<Clause> {
  const first = readTerm(tokens);
  if (first?.rest[0]?.is !== 'OR') return first;
  const others = readAlternatives(first.rest.slice(1));
  if (others?.found.field !== first.found.field) return undefined;
  const values = [...first.found.values, ...others.found.values];
  return { found: { field: first.found.field, values }, rest: others.rest };
}

function readTerm([field, ...rest]: readonly Token[]): Read<Clause> {
  if (field?.is !== 'field') return undefined;
  const [next, ...after] = rest;
  if (next?.is === 'value') return { found: { field: field.text, values: [next.text] }, rest: after };
  const many = next?.is === '(' ? readValues(after) : undefined;
  return many && { found: { field: field.text, values: many.found }, rest: many.rest };
}

/** Values joined by OR, up to the closing bracket. */
function readValues([value, next, ...rest]: readonly Token[]): Read<readonly string[]> {
  if (value?.is !== 'value') return undefined;
  if (next?.is === ')') return { found: [value.text], rest };
  const others = next?.is === 'OR' ? readValues(rest) : undefined;
  return others && { found: [value.text, ...others.found], rest: others.rest };
}
