import type { UserFilter } from '../../accounts/index.ts';
import type { Bound, Range } from '../lucene/query.ts';
import type { ReadSpan } from './read-values.ts';
import { SearchFault } from './search-fault.ts';
import { searchField } from './user-fields.ts';

/**
 * Who is meant by `field:[from TO to]`. An end that stands for a span of time (a day, a year) is in the range with all of
 * it, or with none of it.
 */
export function filterOfRange({ field: name, from, to, at }: Range): UserFilter {
  if (name === null) throw new SearchFault(at, 'a range needs a field');
  const field = searchField(name, at);
  if (field.kind !== 'number')
    throw new SearchFault(at, `ranges are not supported in ${name}: only in dates and logins_count`);
  const spanOf = (bound: Bound | null): ReturnType<ReadSpan> => {
    const span = bound === null ? undefined : field.read(bound.text);
    if (bound !== null && span === undefined) throw new SearchFault(at, `${name} is ${field.what}`);
    return span;
  };
  const [first, firstEnds] = spanOf(from) ?? [];
  const [last, lastEnds] = spanOf(to) ?? [];
  const least = from?.inclusive === false && firstEnds !== undefined ? firstEnds + 1 : first;
  const most = to?.inclusive === false && last !== undefined ? last - 1 : lastEnds;
  return {
    is: 'within',
    field: field.field,
    ...(least === undefined ? {} : { from: least }),
    ...(most === undefined ? {} : { to: most }),
  };
}
