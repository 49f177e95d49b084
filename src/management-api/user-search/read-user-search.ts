import type { UserFilter } from '../../accounts/index.ts';
import { parseQuery } from '../lucene/parse-query.ts';
import type { Query, QueryFault } from '../lucene/query.ts';
import { filterOfRange } from './filter-of-range.ts';
import { filterOfTerm, type NamedConnections } from './filter-of-term.ts';
import { SearchFault } from './search-fault.ts';

export type UserSearch =
  | { readonly ok: true; readonly filter: UserFilter }
  | { readonly ok: false; readonly reason: string };

/** Reads `q`: Auth0's user search, version 3. */
export function readUserSearch(q: string, connections: NamedConnections): UserSearch {
  const parsed = parseQuery(q);
  if (!parsed.ok) return refused(parsed.fault);
  try {
    return { ok: true, filter: filterOf(parsed.query, connections) };
  } catch (error) {
    if (error instanceof SearchFault) return refused({ at: error.at, reason: error.message });
    throw error;
  }
}

function refused({ at, reason }: QueryFault): UserSearch {
  return { ok: false, reason: `The query (q) is not valid at character ${at + 1}: ${reason}.` };
}

function filterOf(query: Query, connections: NamedConnections): UserFilter {
  switch (query.is) {
    case 'and':
      return { is: 'all-of', of: query.of.map((each) => filterOf(each, connections)) };
    case 'or':
      return { is: 'any-of', of: query.of.map((each) => filterOf(each, connections)) };
    case 'not':
      return { is: 'not', of: filterOf(query.of, connections) };
    case 'term':
      return filterOfTerm(query, connections);
    case 'range':
      return filterOfRange(query);
  }
}
