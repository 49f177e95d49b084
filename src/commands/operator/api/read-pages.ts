import type { JsonObject } from '../../../lib/json.ts';
import { listIn, objectIn, type Query, type SegueApi } from './segue-api.ts';

/** As much of a list as was asked for. */
export interface ReadPages {
  readonly items: readonly JsonObject[];
  /** How many there are in all; undefined when all were read. */
  readonly total: number | undefined;
}

/** The most that the API gives at once. */
const pageSize = 100;

/** Reads the first so many of a list, in the order that it has. */
export async function readFirst(
  segue: SegueApi,
  path: string,
  { name, limit, query = {} }: { readonly name: string; readonly limit: number; readonly query?: Query },
): Promise<ReadPages> {
  const items: JsonObject[] = [];
  const perPage = Math.min(limit, pageSize);
  for (let page = 0; ; page += 1) {
    const paging = { page, per_page: perPage, include_totals: true };
    const answer = await segue.getObject(path, { ...query, ...paging });
    const found = listIn(answer[name]);
    items.push(...found);
    const total = Number(answer['total'] ?? items.length);
    const isLast = found.length < perPage || items.length >= total;
    if (items.length >= limit || isLast) {
      return { items: items.slice(0, limit), total: isLast && items.length <= limit ? undefined : total };
    }
  }
}

/** Reads all of a list, by checkpoint, in the order of its ids. */
export async function readAll(
  segue: SegueApi,
  path: string,
  { name, query = {} }: { readonly name: string; readonly query?: Query },
): Promise<ReadPages> {
  const items: JsonObject[] = [];
  let from: string | undefined;
  do {
    const answer = objectIn(await segue.call('GET', path, { query: { ...query, take: pageSize, from } }));
    items.push(...listIn(answer[name]));
    from = typeof answer['next'] === 'string' ? answer['next'] : undefined;
  } while (from !== undefined);
  return { items, total: undefined };
}
