import { Type } from 'typebox';
import { type CreateUserOutcome, createUser, type NewUser } from '../../accounts/index.ts';
import { type Answer, created, passwordProblem, refuse } from '../../http/index.ts';
import { actorOf } from '../actor-of.ts';
import { endpoint } from '../endpoint.ts';
import { scriptFault, unavailable } from '../refusals.ts';
import { errorSchema, text } from '../schemas.ts';
import { userForm, userSchema } from '../user-form.ts';
import { profileProperties, readProfile } from '../user-properties.ts';

const body = Type.Object(
  {
    connection: text(128, 'Name of the connection'),
    user_id: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    email: Type.Optional(text(254)),
    username: Type.Optional(text(128)),
    password: Type.String({ minLength: 1, maxLength: 1024 }),
    verify_email: Type.Optional(
      Type.Boolean({
        description:
          'Whether a mail asks the user to verify its address; unless it is said, when email_verified is not true',
      }),
    ),
    ...profileProperties,
  },
  { additionalProperties: false },
);

/** `POST /api/v2/users` */
export const createUserEndpoint = endpoint({
  method: 'POST',
  url: '/users',
  scope: 'create:users',
  summary: 'Create a user',
  schema: { body, response: { 201: userSchema, 409: errorSchema } },
  handler: (needs) => async (request) => {
    const { connection, user_id, email, username, password, verify_email, ...profile } = request.body;
    const draft: NewUser = {
      ...blank,
      ...readProfile(profile),
      connection,
      userId: user_id ?? null,
      email: email ?? null,
      username: username ?? null,
      password,
    };
    const outcome = await createUser({ ...needs, store: needs.accounts }, draft, {
      actor: actorOf(request),
      verifyEmail: verify_email ?? !draft.emailVerified,
    });
    return answer(outcome, connection);
  },
});

const blank = {
  emailVerified: false,
  name: null,
  nickname: null,
  givenName: null,
  familyName: null,
  picture: null,
  phoneNumber: null,
  blocked: false,
  userMetadata: {},
  appMetadata: {},
};

function answer(outcome: CreateUserOutcome, connectionName: string): Answer {
  switch (outcome.outcome) {
    case 'created':
      return created(userForm(outcome.user, { name: connectionName }));
    case 'exists':
      return refuse(409, 'auth0_idp_error', 'The user already exists.');
    case 'no-such-connection':
      return refuse(400, 'inexistent_connection', 'The connection does not exist.');
    case 'invalid':
      return refuse(400, 'invalid_body', outcome.reason);
    case 'refused-password':
      return { problem: passwordProblem(outcome) };
    case 'unavailable':
      return unavailable('nothing was created', outcome.retryAfterSeconds);
    case 'script-fault':
      return scriptFault('Nothing was created.');
  }
}
