import type { EventQuery } from '../accounts/index.ts';
import { readDates } from './log-dates.ts';
import { type Clause, readLogQuery } from './log-query.ts';
import { eventsOfType } from './log-types.ts';

/** What `q` asks for: a filter of the store, or what is wrong with it. */
export type LogSearch =
  | { readonly kind: 'filter'; readonly filter: LogFilter }
  | { readonly kind: 'unsupported'; readonly reason: string };

export type LogFilter = Pick<
  EventQuery,
  | 'userId'
  | 'clientId'
  | 'connectionId'
  | 'connectionName'
  | 'kinds'
  | 'identifier'
  | 'ip'
  | 'from'
  | 'before'
>;

/** Reads `q` of the logs: exact terms, several types joined by OR, a range of dates; all that joined by AND. */
export function readLogSearch(q: string | undefined): LogSearch {
  if (q === undefined || q.trim() === '') return { kind: 'filter', filter: {} };
  const clauses = readLogQuery(q);
  if (clauses === undefined) return { kind: 'unsupported', reason };
  const fields = new Set(clauses.map(({ field }) => field));
  if (fields.size < clauses.length) return { kind: 'unsupported', reason }; // nothing is two things at once
  const filters = clauses.map(filterOf);
  return filters.every((filter) => filter !== undefined)
    ? { kind: 'filter', filter: Object.assign({}, ...filters) }
    : { kind: 'unsupported', reason };
}

function filterOf({ field, values }: Clause): LogFilter | undefined {
  if (field === 'type') return filterOfTypes(values);
  const [value, ...others] = values;
  if (value === undefined || others.length > 0) return undefined;
  if (field === 'date') return readDates(value);
  if (isRange(value)) return undefined;
  const name = Object.hasOwn(exactFields, field) ? exactFields[field] : undefined;
  return name && { [name]: value };
}

const exactFields: Readonly<Partial<Record<string, keyof LogFilter>>> = {
  user_id: 'userId',
  client_id: 'clientId',
  connection_id: 'connectionId',
  connection: 'connectionName',
  user_name: 'identifier',
  ip: 'ip',
};

function filterOfTypes(types: readonly string[]): LogFilter | undefined {
  if (types.some(isRange)) return undefined;
  // A type that no event has is a search without a result, not a mistake: Auth0 has many more of them.
  return { kinds: types.flatMap((type) => eventsOfType(type) ?? []) };
}

function isRange(value: string): boolean {
  return /^[[{]/.test(value);
}

const reason = `This version of Segue searches logs by ${Object.keys(exactFields).join(', ')} (exact terms: user_name:"…"), type:s, type:(s OR f), date:2026-01-31 and date:[2026-01-01 TO 2026-01-31], joined by AND.`;
