import { type Static, Type } from 'typebox';
import type { User, UserQuery } from '../../accounts/index.ts';
import {
  fieldsParameters,
  ok,
  pageForm,
  pageOf,
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
import { findExactly, readUserSearch } from '../user-search.ts';

const querystring = Type.Object({
  ...pagingParameters,
  ...fieldsParameters,
  q: Type.Optional(text(1024, 'email:"…", user_id:"…" or username:"…"')),
  search_engine: Type.Optional(text(16, 'Taken and not looked at: there is one')),
  connection: Type.Optional(text(128, 'Only users of this connection')),
  sort: Type.Optional(
    Type.String({
      pattern: '^(created_at|updated_at|last_login|email|logins_count|user_id):(1|-1)$',
      description: 'field:1 or field:-1',
      examples: ['created_at:-1'],
    }),
  ),
});

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
      const search = readUserSearch(query.q);
      if (search.kind === 'unsupported') return refuse(400, 'invalid_query_string', search.reason);
      const connections = await needs.accounts.connections.list();
      const named = connections.find(({ name }) => name === query.connection);
      const form = (user: User): object =>
        pickFields(
          userForm(
            user,
            connections.find(({ id }) => id === user.connectionId),
          ),
          query,
        );
      if (query.connection !== undefined && named === undefined) {
        return ok(pageForm('users', paging, { items: [], total: 0 }));
      }
      const page =
        search.kind === 'exact'
          ? pageOf(await findExactly(needs, search, named?.id), ({ userId }) => userId, paging)
          : await readUsers(needs, query, paging, named?.id);
      return ok(pageForm('users', paging, { ...page, items: page.items.map(form) }));
    },
});

function readUsers(
  { accounts }: ManagementApiNeeds,
  query: Static<typeof querystring>,
  paging: ReturnType<typeof readPaging>,
  connectionId: string | undefined,
): ReturnType<typeof readPage<User>> {
  return readPage(
    paging,
    async ({ afterId, ...page }) => {
      const { users, total } = await accounts.users.list({
        ...page,
        ...(connectionId === undefined ? {} : { connectionId }),
        ...(afterId === undefined ? {} : { afterUserId: afterId }),
        ...sortOf(paging.by === 'checkpoint' ? 'user_id:1' : query.sort),
        withTotal: paging.by === 'page' && paging.withTotal,
      });
      return { items: users, total: total ?? users.length };
    },
    ({ userId }) => userId,
  );
}

const sortable = ['created_at', 'updated_at', 'last_login', 'email', 'logins_count', 'user_id'] as const;

function sortOf(sort: string | undefined): Pick<UserQuery, 'sort'> {
  const [field, direction] = (sort ?? '').split(':');
  const by = sortable.find((each) => each === field);
  return by === undefined ? {} : { sort: { by, direction: direction === '-1' ? 'desc' : 'asc' } };
}
