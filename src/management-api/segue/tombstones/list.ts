import { type TSchema, Type } from 'typebox';
import { identifierKey, type Tombstone } from '../../../accounts/index.ts';
import { ok, pageForm, pageParameters, readNumberedPage } from '../../../http/index.ts';
import { endpoint } from '../../endpoint.ts';
import { listOf, shown, text } from '../../schemas.ts';

const tombstoneSchema: TSchema = shown('Tombstone', {
  id: Type.String(),
  connection_id: Type.String(),
  user_id: Type.String(),
  email: Type.String(),
  username: Type.String(),
  deleted_at: Type.String(),
  password_set_here: Type.Boolean(),
  blocked: Type.Boolean(),
  state: Type.String({
    description:
      'standing: the legacy user is kept away; lifted: it may come back, with a new password where one was set here, and blocked where it was',
  }),
});

const querystring = Type.Object({
  ...pageParameters,
  connection_id: Type.Optional(text(128, 'Only those of this connection')),
  user_id: Type.Optional(text(300, 'Only that of this user')),
  email: Type.Optional(text(254, 'The email, or the username')),
  include_lifted: Type.Optional(
    Type.Boolean({
      description: 'Whether to list also what was lifted: there is nothing left to lift of it',
    }),
  ),
});

/** `GET /api/v2/segue/tombstones` */
export const listTombstonesEndpoint = endpoint({
  method: 'GET',
  url: '/segue/tombstones',
  scope: 'read:users',
  summary: 'List the traces of deleted users, which keep their legacy users away',
  schema: { querystring, response: { 200: listOf('tombstones', tombstoneSchema) } },
  handler:
    ({ accounts }) =>
    async ({ query }) => {
      const page = readNumberedPage(query);
      const { connection_id: connectionId, user_id: userId, email, include_lifted } = query;
      const { tombstones, total } = await accounts.tombstones.list({
        offset: page.offset,
        limit: page.limit,
        ...(connectionId === undefined ? {} : { connectionId }),
        ...(userId === undefined ? {} : { userId }),
        ...(email === undefined ? {} : { key: identifierKey(email) }),
        ...(include_lifted === true ? {} : { state: 'standing' }),
      });
      return ok(pageForm('tombstones', page, { items: tombstones.map(tombstoneForm), total }));
    },
});

function tombstoneForm(tombstone: Tombstone): object {
  const { id, connectionId, userId, email, username, deletedAt, passwordSetHere, blocked, state } = tombstone;
  return {
    id,
    connection_id: connectionId,
    user_id: userId,
    ...(email === null ? {} : { email }),
    ...(username === null ? {} : { username }),
    deleted_at: new Date(deletedAt).toISOString(),
    password_set_here: passwordSetHere,
    blocked,
    state,
  };
}
