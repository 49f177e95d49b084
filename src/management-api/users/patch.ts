import { type Static, Type } from 'typebox';
import { type UpdateUserOutcome, updateUser } from '../../accounts/index.ts';
import { type Answer, ok, passwordProblem, refuse } from '../../http/index.ts';
import { actorOf } from '../actor-of.ts';
import { endpoint } from '../endpoint.ts';
import type { ManagementApiNeeds } from '../needs.ts';
import { noSuchUser, scriptFault, unavailable } from '../refusals.ts';
import { errorSchema, text } from '../schemas.ts';
import { userForm, userSchema } from '../user-form.ts';
import { profileProperties, readProfile, userParams } from '../user-properties.ts';

// How somebody logs in is changed one thing at a time, as Auth0 has it.
const credentialNames = ['email', 'username', 'password'] as const;

const body = Type.Object(
  {
    ...profileProperties,
    email: Type.Optional(text(254)),
    username: Type.Optional(text(128)),
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
    verify_email: Type.Optional(
      Type.Boolean({
        description:
          'Whether a mail asks the user to verify a new address; unless it is said, when email_verified is not given',
      }),
    ),
    connection: Type.Optional(text(128, "The name of the user's connection; nothing else")),
    client_id: Type.Optional(text(128, 'The application on whose behalf it is changed')),
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
    const { id } = request.params;
    const refusal = refuseTogether(request.body) ?? (await refuseMove(needs, id, request.body.connection));
    if (refusal !== undefined) return refusal;
    const { email, username, password, verify_email: verifyEmail } = request.body;
    const patch = {
      ...readProfile(request.body),
      ...(email === undefined ? {} : { email }),
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(verifyEmail === undefined ? {} : { verifyEmail }),
    };
    const outcome = await updateUser({ ...needs, store: needs.accounts }, id, patch, actorOf(request));
    return answer(needs, outcome);
  },
});

async function answer({ accounts }: ManagementApiNeeds, outcome: UpdateUserOutcome): Promise<Answer> {
  switch (outcome.outcome) {
    case 'updated': {
      const connection = await accounts.connections.find(outcome.user.connectionId);
      return ok(userForm(outcome.user, connection));
    }
    case 'no-such-user':
      return noSuchUser;
    case 'invalid':
      return refuse(400, 'invalid_body', outcome.reason);
    case 'taken':
      return refuse(400, 'auth0_idp_error', `The specified new ${outcome.taken} already exists`);
    case 'refused-password':
      return { problem: passwordProblem(outcome) };
    case 'unavailable':
      return unavailable('nothing was changed', outcome.retryAfterSeconds);
    case 'script-fault':
      return scriptFault('Nothing was changed.');
  }
}

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

function refuseTogether(patch: Static<typeof body>): ReturnType<typeof refuse> | undefined {
  const [first, second] = credentialNames.filter((name) => patch[name] !== undefined);
  if (second === undefined) return undefined;
  return refuse(400, 'invalid_body', `Cannot update ${first} and ${second} simultaneously`);
}
