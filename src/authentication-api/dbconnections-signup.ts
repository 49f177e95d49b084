import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import type { ConnectionForOutcome, SignUpAttempt, SignUpOutcome, User } from '../accounts/index.ts';
import {
  authenticationErrorForm,
  calledByApplications,
  passwordRefusal,
  passwordRefusalSchema,
  sourceOf,
  wantedLocales,
} from '../http/index.ts';

export interface SignUpEndpointNeeds {
  signUp(attempt: SignUpAttempt): Promise<SignUpOutcome>;
  connectionFor(clientId: string, realm: string): Promise<ConnectionForOutcome>;
  /** The tenant's flag `enable_public_signup_user_exists_error`. */
  saysWhoExists(): Promise<boolean>;
}

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }));

const body = Type.Object(
  {
    client_id: Type.String({ minLength: 1, maxLength: 128, description: 'The application that asks' }),
    connection: Type.String({ minLength: 1, maxLength: 128, description: 'Name of the connection' }),
    email: text(254),
    username: text(128),
    password: Type.String({ minLength: 1, maxLength: 1024 }),
    name: text(1024),
    given_name: text(1024),
    family_name: text(1024),
    nickname: text(1024),
    picture: text(2048),
    user_metadata: Type.Optional(
      Type.Unsafe<Readonly<Record<string, string>>>({
        type: 'object',
        maxProperties: 10, // Auth0's bounds for what strangers may store
        additionalProperties: { type: 'string', maxLength: 500 },
      }),
    ),
  },
  {
    title: 'SignUpRequest',
    examples: [
      {
        client_id: 'yZ1x7kq0T3mB9nRvW2sLp4dE',
        connection: 'customers',
        email: 'ada@morgenrot.example',
        password: 'correct horse battery staple',
      },
    ],
  },
);

const signedUp = Type.Object(
  {
    _id: Type.String({
      description: 'The user_id without its prefix',
      examples: ['6750c1f2a4b8d93e5f017c30'],
    }),
    email: Type.Optional(Type.String()),
    email_verified: Type.Boolean(),
    username: Type.Optional(Type.String()),
    name: Type.Optional(Type.String()),
    given_name: Type.Optional(Type.String()),
    family_name: Type.Optional(Type.String()),
    nickname: Type.Optional(Type.String()),
    picture: Type.Optional(Type.String()),
    user_metadata: Type.Optional(Type.Unsafe<object>({ type: 'object', additionalProperties: true })),
  },
  { title: 'SignedUp' },
);

const signUpRefusal = Type.Object(
  {
    name: Type.String({ examples: ['BadRequestError'] }),
    message: Type.String({ examples: ['Invalid sign up'] }),
    code: Type.String({ description: 'Why, for programs', examples: ['invalid_signup'] }),
    description: Type.String({ description: 'Why, for people', examples: ['Invalid sign up'] }),
    statusCode: Type.Integer({ description: 'The status again', examples: [400] }),
  },
  { title: 'SignUpRefusal', additionalProperties: false },
);

/** Of a sign-up, of its password, and of a request that cannot be read: clients tell them apart by what is there. */
const anyRefusal = { anyOf: [signUpRefusal, passwordRefusalSchema, authenticationErrorForm.schema] };

/** `POST /dbconnections/signup`: JSON or form. Clients send more than this, and what we do not know is left aside. */
export function registerSignUp(server: FastifyInstance, needs: SignUpEndpointNeeds): void {
  server.route<{ Body: Static<typeof body> }>({
    method: 'POST',
    url: '/dbconnections/signup',
    config: calledByApplications,
    schema: {
      summary: 'Sign a new user up',
      description:
        'Whether somebody has that address already is told only where the tenant wants it (enable_public_signup_user_exists_error); else the refusal is invalid_signup, as for anything else.',
      consumes: ['application/json', 'application/x-www-form-urlencoded'],
      body,
      response: {
        200: signedUp,
        400: anyRefusal,
        404: signUpRefusal,
        429: signUpRefusal,
        500: authenticationErrorForm.schema,
        503: { anyOf: [signUpRefusal, authenticationErrorForm.schema] },
      },
    },
    // The answers are written below, property by property: there is nothing to drop, and alternatives to tell apart.
    serializerCompiler: () => JSON.stringify,
    async handler(request, reply) {
      const { client_id: clientId, connection: realm } = request.body;
      const found = await needs.connectionFor(clientId, realm);
      if (found.outcome !== 'found') {
        return refuse(reply, 404, 'not_found', 'The connection does not exist, or is not enabled.');
      }
      const outcome = await needs.signUp({
        connection: found.connection,
        clientId,
        draft: draftIn(request.body),
        source: sourceOf(request),
        languages: wantedLocales(undefined, request.headers['accept-language']),
      });
      return answer(needs, reply, outcome);
    },
  });
}

function draftIn(given: Static<typeof body>): SignUpAttempt['draft'] {
  return {
    email: given.email ?? null,
    username: given.username ?? null,
    password: given.password,
    name: given.name ?? null,
    givenName: given.given_name ?? null,
    familyName: given.family_name ?? null,
    nickname: given.nickname ?? null,
    picture: given.picture ?? null,
    phoneNumber: null,
    userMetadata: given.user_metadata ?? {},
  };
}

async function answer(
  needs: SignUpEndpointNeeds,
  reply: FastifyReply,
  outcome: SignUpOutcome,
): Promise<FastifyReply> {
  switch (outcome.outcome) {
    case 'created':
      return reply.send(form(outcome.user));
    case 'exists':
      return sayThatSomebodyExists(needs, reply, outcome.taken);
    case 'refused-password':
      return reply.code(400).send(passwordRefusal(outcome));
    case 'invalid':
      return refuse(reply, 400, 'invalid_signup', outcome.reason);
    case 'disabled':
      return refuse(reply, 400, 'signup_disabled', 'Sign-up is not available on this connection.');
    case 'script-fault':
      return refuse(reply, 400, 'extensibility_error', "The connection's Get User script failed.");
    case 'unavailable':
      reply.header('retry-after', outcome.retryAfterSeconds);
      return refuse(
        reply,
        503,
        'temporarily_unavailable',
        'The user directory cannot be reached: nothing was created. Try again later.',
      );
    case 'too-many-attempts':
      reply.header('retry-after', outcome.retryAfterSeconds);
      return refuse(reply, 429, 'too_many_requests', 'Too many sign-ups. Try again later.');
  }
}

async function sayThatSomebodyExists(
  { saysWhoExists }: SignUpEndpointNeeds,
  reply: FastifyReply,
  taken: 'email' | 'username',
): Promise<FastifyReply> {
  if (!(await saysWhoExists())) return refuse(reply, 400, 'invalid_signup', 'Invalid sign up');
  return taken === 'username'
    ? refuse(reply, 400, 'username_exists', 'The username provided is in use already.')
    : refuse(reply, 400, 'user_exists', 'The user already exists.');
}

// Clients hand the name on to whoever tells errors apart by it.
const errorNames = {
  400: 'BadRequestError',
  404: 'NotFoundError',
  429: 'TooManyRequestsError',
  503: 'ServiceUnavailableError',
} as const;

function refuse(
  reply: FastifyReply,
  status: keyof typeof errorNames,
  code: string,
  description: string,
): FastifyReply {
  const name = errorNames[status];
  return reply.code(status).send({ name, message: description, code, description, statusCode: status });
}

function form({ userId, emailVerified, ...user }: User): Static<typeof signedUp> {
  const shown = {
    email: user.email,
    username: user.username,
    name: user.name,
    given_name: user.givenName,
    family_name: user.familyName,
    nickname: user.nickname,
    picture: user.picture,
  };
  const given = Object.entries(shown).filter(([, value]) => value !== null);
  return {
    _id: userId.replace(/^auth0\|/, ''),
    email_verified: emailVerified,
    ...Object.fromEntries(given),
    user_metadata: user.userMetadata,
  };
}
