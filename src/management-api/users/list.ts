import { type Static, Type } from 'typebox';
import {
  type Connection,
  mostFound,
  type User,
  type UserOrder,
  type UserQuery,
} from '../../accounts/index.ts';
import {
  type Answer,
  fieldsParameters,
  ok,
  type Paging,
  pageForm,
  pagingParameters,
  pickFields,
  readPage,
  readPaging,
  refuse,
} from '../../http/index.ts';
import { endpoint } from '../endpoint.ts';
import type { ManagementApiNeeds } from '../needs.ts';
import { listOf, text } from '../schemas.ts';
import { userForm, userSchema } from '../user-form.ts';
import { readUserSearch } from '../user-search/read-user-search.ts';

const sortable: readonly UserOrder[] = [
  'created_at',
  'updated_at',
  'last_login',
  'logins_count',
  'user_id',
  'email',
  'username',
  'name',
  'nickname',
  'given_name',
  'family_name',
];

const querystring = Type.Object({
  ...pagingParameters,
  ...fieldsParameters,
  q: Type.Optional(
    text(
      8_192,
      'A search in Lucene query syntax, such as email:"jane@example.com", name:jan* or app_metadata.plan:gold; it finds at most 1,000 users by page',
    ),
  ),
  search_engine: Type.Optional(
    Type.String({ enum: ['v1', 'v2', 'v3'], description: 'v3; the older ones are refused' }),
  ),
  connection: Type.Optional(text(128, 'Only users of this connection')),
  sort: Type.Optional(
    Type.String({
      pattern: `^(${sortable.join('|')}):(1|-1)$`,
      description: 'field:1 or field:-1; metadata cannot be sorted by',
      examples: ['created_at:-1'],
    }),
  ),
  primary_order: Type.Optional(
    Type.Boolean({ description: 'Accepted for compatibility: the order is always the same' }),
  ),
});

type Query = Static<typeof querystring>;

/** `GET /api/v2/users` */
export const listUsersEndpoint = endpoint({
  method: 'GET',
  url: '/users',
  scope: 'read:users',
  summary: 'List or search users',
  schema: { querystring, response: { 200: listOf('users', userSchema) } },
  handler:
    (needs) =>
    async ({ query }) => {
      const paging = readPaging(query);
      const connections = await needs.accounts.connections.list();
      const wanted = readWanted(query, connections, paging);
      if ('refusal' in wanted) return wanted.refusal;
      if (wanted.none) return ok(pageForm('users', paging, { items: [], total: 0 }));
      const page = await readUsers(needs, wanted.which, paging);
      const form = (user: User): object =>
        pickFields(
          userForm(
            user,
            connections.find(({ id }) => id === user.connectionId),
          ),
          query,
        );
      return ok(pageForm('users', paging, { ...page, items: page.items.map(form) }));
    },
});

type Wanted =
  | { readonly refusal: Answer }
  | { readonly none: true }
  | { readonly none: false; readonly which: Pick<UserQuery, 'connectionId' | 'filter' | 'sort'> };

/** Which users are asked for, in what order. */
function readWanted(query: Query, connections: readonly Connection[], paging: Paging): Wanted {
  const refused = (code: string, reason: string): Wanted => ({ refusal: refuse(400, code, reason) });
  if (query.search_engine !== undefined && query.search_engine !== 'v3')
    return refused(
      'invalid_query_string',
      `The search_engine ${query.search_engine} is not supported: use v3.`,
    );
  const named = connections.find(({ name }) => name === query.connection);
  const sort = sortOf(query.sort);
  const all = { ...sort, ...(named === undefined ? {} : { connectionId: named.id }) };
  const isNowhere = query.connection !== undefined && named === undefined;
  const { q = '' } = query;
  if (q.trim() === '') return isNowhere ? { none: true } : { none: false, which: all };
  const search = readUserSearch(q, connections);
  if (!search.ok) return refused('invalid_query_string', search.reason);
  if (paging.by === 'page' && paging.offset >= mostFound) return refused('invalid_paging', tooDeep);
  return isNowhere ? { none: true } : { none: false, which: { ...all, filter: search.filter } };
}

// Auth0's words, less their address.
const tooDeep = `You can only page through the first ${mostFound} records. Narrow the search down, or read on by checkpoint (from, take).`;

function readUsers(
  { accounts }: ManagementApiNeeds,
  which: Pick<UserQuery, 'connectionId' | 'filter' | 'sort'>,
  paging: Paging,
): ReturnType<typeof readPage<User>> {
  return readPage(
    paging,
    async ({ afterId, offset, limit }) => {
      const { sort, ...unsorted } = which;
      const order = paging.by === 'checkpoint' ? { afterUserId: afterId ?? '' } : { ...(sort && { sort }) };
      const isSearch = paging.by === 'page' && which.filter !== undefined;
      const { users, total } = await accounts.users.list({
        ...unsorted,
        ...order,
        offset,
        limit: isSearch ? Math.min(limit, mostFound - offset) : limit,
        withTotal: paging.by === 'page' && paging.withTotal,
      });
      return { items: users, total: total ?? users.length };
    },
    ({ userId }) => userId,
  );
}

function sortOf(sort: string | undefined): Pick<UserQuery, 'sort'> {
  const [field, direction] = (sort ?? '').split(':');
  const by = sortable.find((each) => each === field);
  return by === undefined ? {} : { sort: { by, direction: direction === '-1' ? 'desc' : 'asc' } };
}
