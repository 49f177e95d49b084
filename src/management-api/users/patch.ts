import { type Static, Type } from 'typebox';
import { updateUser } from '../../accounts/index.ts';
import { ok, refuse } from '../../http/index.ts';
import { actorOf } from '../actor-of.ts';
import { endpoint } from '../endpoint.ts';
import type { ManagementApiNeeds } from '../needs.ts';
import { noSuchUser } from '../refusals.ts';
import { errorSchema, text } from '../schemas.ts';
import { userForm, userSchema } from '../user-form.ts';
import { profileProperties, readProfile, userParams } from '../user-properties.ts';

// They change how somebody logs in, and have rules of their own: named here, so that the refusal can say so.
const credentialNames = ['email', 'username', 'password'] as const;

const body = Type.Object(
  {
    ...profileProperties,
    email: Type.Optional(text(254)),
    username: Type.Optional(text(128)),
    password: Type.Optional(text(1024)),
    connection: Type.Optional(text(128, "The name of the user's connection; nothing else")),
  },
  { additionalProperties: false },
);

/** `PATCH /api/v2/users/{id}`: metadata is merged at the first level, as Auth0 does. */
export const patchUserEndpoint = endpoint({
  method: 'PATCH',
  url: '/users/:id',
  scope: 'update:users',
  summary: 'Update a user',
  schema: { params: userParams, body, response: { 200: userSchema, 404: errorSchema } },
  handler: (needs) => async (request) => {
    const { accounts, clock } = needs;
    const refusal =
      refuseCredentials(request.body) ??
      (await refuseMove(needs, request.params.id, request.body.connection));
    if (refusal !== undefined) return refusal;
    const patch = readProfile(request.body);
    const outcome = await updateUser({ store: accounts, clock }, request.params.id, patch, actorOf(request));
    if (outcome.outcome === 'no-such-user') return noSuchUser;
    if (outcome.outcome === 'invalid') return refuse(400, 'invalid_body', outcome.reason);
    const connection = await accounts.connections.find(outcome.user.connectionId);
    return ok(userForm(outcome.user, connection));
  },
});

/** Clients send the connection along; it can be named, and not changed. */
async function refuseMove(
  { accounts }: ManagementApiNeeds,
  userId: string,
  named: string | undefined,
): Promise<ReturnType<typeof refuse> | undefined> {
  const user = named === undefined ? undefined : await accounts.users.find(userId);
  if (user === undefined) return undefined;
  const connection = await accounts.connections.find(user.connectionId);
  return connection?.name === named
    ? undefined
    : refuse(400, 'invalid_body', 'The user is in another connection, and stays there.');
}

function refuseCredentials(patch: Static<typeof body>): ReturnType<typeof refuse> | undefined {
  const named = credentialNames.filter((name) => patch[name] !== undefined);
  if (named.length === 0) return undefined;
  return refuse(
    400,
    'operation_not_supported',
    `Changing ${named.join(', ')} over the Management API is not supported by this version of Segue.`,
  );
}
