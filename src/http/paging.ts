import { type Static, Type } from 'typebox';

/** The query parameters of a list that is read by page, as Auth0 names them. */
export const pageParameters = {
  page: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Page index, from 0' })),
  per_page: Type.Optional(Type.Integer({ minimum: 0, maximum: 100, description: 'Results a page' })),
  include_totals: Type.Optional(
    Type.Boolean({ description: 'Whether to answer with an object that tells the total' }),
  ),
};

/** Those of a list that can be read by checkpoint as well. */
export const pagingParameters = {
  ...pageParameters,
  from: Type.Optional(Type.String({ maxLength: 300, description: 'The `next` of the page before' })),
  take: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, description: 'Results a page, when paging by checkpoint' }),
  ),
};

/** Those of a list that is read by checkpoint only. */
export const checkpointParameters = {
  from: pagingParameters.from,
  take: pagingParameters.take,
};

const pagingQuery = Type.Object(pagingParameters);

/** What the caller said about paging. */
export type PagingQuery = Static<typeof pagingQuery>;

/** A page by its number. */
export interface NumberedPage {
  readonly by: 'page';
  readonly offset: number;
  readonly limit: number;
  /** Whether the answer is an object with the total, instead of an array. */
  readonly withTotal: boolean;
}

/** The page that is asked for. */
export type Paging =
  | NumberedPage
  | { readonly by: 'checkpoint'; readonly afterId: string | undefined; readonly limit: number };

// Auth0's default.
const defaultPerPage = 50;

/** Reads paging: by checkpoint where `from` or `take` is given, whatever else is; else by page. */
export function readPaging(query: PagingQuery): Paging {
  if (query.take !== undefined || query.from !== undefined) {
    return readCheckpoint(query);
  }
  return readNumberedPage(query);
}

/** Reads paging of a list that knows checkpoints only. */
export function readCheckpoint({ from, take }: Pick<PagingQuery, 'from' | 'take'>): Paging {
  return { by: 'checkpoint', afterId: from, limit: take ?? defaultPerPage };
}

/** Reads paging by page. */
export function readNumberedPage(
  query: Pick<PagingQuery, 'page' | 'per_page' | 'include_totals'>,
): NumberedPage {
  const limit = query.per_page ?? defaultPerPage;
  return { by: 'page', offset: (query.page ?? 0) * limit, limit, withTotal: query.include_totals ?? false };
}

/** Items of a page: `total` counts all that match; `next` is the checkpoint after this page, if more follow. */
export interface PagedItems<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly next?: string;
}

/**
 * A page in Auth0's forms: `{ next?, <name> }` by checkpoint, `{ start, limit, length, total, <name> }` with totals,
 * else a bare array.
 */
export function pageForm<T>(name: string, paging: Paging, { items, total, next }: PagedItems<T>): unknown {
  if (paging.by === 'checkpoint') return { ...(next === undefined ? {} : { next }), [name]: items };
  if (!paging.withTotal) return items;
  return { start: paging.offset, limit: paging.limit, length: items.length, total, [name]: items };
}

/**
 * Reads a page through a store's query: by checkpoint one item more than asked for tells whether more follow.
 *
 * @param read reads from an offset, or after an id
 */
export async function readPage<T>(
  paging: Paging,
  read: (query: PageRead) => Promise<{ readonly items: readonly T[]; readonly total: number }>,
  idOf: (item: T) => string,
): Promise<PagedItems<T>> {
  if (paging.by === 'page') return read({ offset: paging.offset, limit: paging.limit });
  const { afterId, limit } = paging;
  const found = await read({
    offset: 0,
    limit: limit + 1,
    ...(afterId === undefined ? {} : { afterId }),
  });
  const items = found.items.slice(0, limit);
  const last = items.at(-1);
  const hasMore = found.items.length > limit && last !== undefined;
  return { items, total: found.total, ...(hasMore ? { next: idOf(last) } : {}) };
}

export interface PageRead {
  readonly offset: number;
  readonly limit: number;
  readonly afterId?: string;
}

/** Pages what is in memory already, in the order of its ids. */
export function pageOf<T>(all: readonly T[], idOf: (item: T) => string, paging: Paging): PagedItems<T> {
  const total = all.length;
  if (paging.by === 'page') return { items: all.slice(paging.offset, paging.offset + paging.limit), total };
  const { afterId, limit } = paging;
  const rest = afterId === undefined ? all : all.filter((item) => idOf(item) > afterId);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, total, ...(rest.length > limit && last !== undefined ? { next: idOf(last) } : {}) };
}
