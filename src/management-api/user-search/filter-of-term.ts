import { type Connection, subjectFor, type UserFilter } from '../../accounts/index.ts';
import type { Term } from '../lucene/query.ts';
import { isAnything, readExactly, readFlag, readPattern } from './read-values.ts';
import { SearchFault } from './search-fault.ts';
import { fieldsOfBareTerm, type SearchField, searchField } from './user-fields.ts';

/** Names of connections; a search names them, a user has an id. */
export type NamedConnections = readonly Pick<Connection, 'id' | 'name'>[];

const everybody: UserFilter = { is: 'all-of', of: [] };
const nobody: UserFilter = { is: 'any-of', of: [] };

/** Who is meant by `field:value`, `_exists_:field`, `*:*` or a value alone. */
export function filterOfTerm(term: Term, connections: NamedConnections): UserFilter {
  if (term.field === null) return ofBareTerm(term);
  if (term.field === '*' && isAnything(term)) return everybody;
  if (term.field === '_exists_') return existing(searchField(readExactly(term, '_exists_'), term.at));
  const field = searchField(term.field, term.at);
  return isAnything(term) ? existing(field) : ofField(field, term, connections);
}

function ofBareTerm(term: Term): UserFilter {
  if (isAnything(term)) return everybody;
  const pattern = readPattern(term);
  return { is: 'any-of', of: fieldsOfBareTerm.map((field) => ({ is: 'text', field, pattern })) };
}

function existing(field: SearchField): UserFilter {
  const anything = { head: '', within: '', tail: '', isWhole: false };
  switch (field.kind) {
    case 'text':
      return { is: 'text', field: field.field, pattern: anything };
    case 'number':
      return { is: 'within', field: field.field };
    case 'metadata':
      return { is: 'metadata', of: field.of, path: field.path };
    case 'nobodys':
      return nobody;
    default:
      return everybody;
  }
}

function ofField(field: SearchField, term: Term, connections: NamedConnections): UserFilter {
  switch (field.kind) {
    case 'text':
      return { is: 'text', field: field.field, pattern: readPattern(term) };
    case 'flag':
      return { is: 'flag', field: field.field, value: readFlag(term, field.field) };
    case 'number':
      return ofNumber(field, term);
    case 'metadata':
      return ofMetadata(field, term);
    case 'connection':
      return inConnection(readExactly(term, 'identities.connection'), connections);
    case 'fixed':
      return readExactly(term, 'identities') === field.value ? everybody : nobody;
    case 'identity-id': {
      const head = subjectFor(readExactly(term, 'identities.user_id'));
      return { is: 'text', field: 'user_id', pattern: { head, within: '', tail: '', isWhole: true } };
    }
    case 'nobodys':
      return nobody;
  }
}

function ofNumber({ field, read, what }: Extract<SearchField, { kind: 'number' }>, term: Term): UserFilter {
  const span = read(readExactly(term, field));
  if (span === undefined) throw new SearchFault(term.at, `${field} is ${what}`);
  const [from, to] = span;
  return { is: 'within', field, from, to };
}

/** A number in metadata is found however it is written: JSON has one way to write it. */
function ofMetadata({ of, path }: Extract<SearchField, { kind: 'metadata' }>, term: Term): UserFilter {
  const value = readExactly(term, of);
  const asWritten = { is: 'metadata', of, path, value } as const;
  const asNumber = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? String(Number(value)) : value;
  if (asNumber === value) return asWritten;
  return { is: 'any-of', of: [asWritten, { is: 'metadata', of, path, value: asNumber }] };
}

function inConnection(name: string, connections: NamedConnections): UserFilter {
  const connectionIds = connections.filter((each) => each.name === name).map(({ id }) => id);
  return { is: 'in-connection', connectionIds };
}
