import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { connectionFixture } from '../accounts/fakes/connection-fixture.ts';
import { sampleUser } from '../accounts/fakes/samples.ts';
import type { ConnectionForOutcome, SignUpOutcome } from '../accounts/index.ts';
import { createHttpServer } from '../http/index.ts';
import { registerChangePassword } from './dbconnections-change-password.ts';
import { registerSignUp } from './dbconnections-signup.ts';

const connection = connectionFixture({ name: 'shop' });
const asked: unknown[] = [];
const requested: unknown[] = [];
let outcome: SignUpOutcome;
let server: FastifyInstance;
before(async () => {
  const needs = {
    connectionFor: async (clientId: string | null, realm: string): Promise<ConnectionForOutcome> => {
      asked.push([clientId, realm]);
      return realm === 'shop' ? { outcome: 'found', connection } : { outcome: 'not-available' };
    },
    signUp: async () => outcome,
    saysWhoExists: async () => false,
    requestPasswordChange: async (request: object) => void requested.push(request),
  };
  server = createHttpServer({ logger: pino({ level: 'silent' }) });
  registerSignUp(server, needs);
  registerChangePassword(server, needs);
  await server.ready();
});
after(() => server.close());

const draft = { client_id: 'app', connection: 'shop', email: 'ada@example.com', password: 'x' };

const refusals: readonly (readonly [SignUpOutcome, number, string, string])[] = [
  [{ outcome: 'exists', taken: 'email' }, 400, 'BadRequestError', 'invalid_signup'],
  [{ outcome: 'invalid', reason: 'x' }, 400, 'BadRequestError', 'invalid_signup'],
  [{ outcome: 'disabled' }, 400, 'BadRequestError', 'signup_disabled'],
  [{ outcome: 'script-fault' }, 400, 'BadRequestError', 'extensibility_error'],
  [{ outcome: 'too-many-attempts', retryAfterSeconds: 9 }, 429, 'TooManyRequestsError', 'too_many_requests'],
  [
    { outcome: 'unavailable', retryAfterSeconds: 9 },
    503,
    'ServiceUnavailableError',
    'temporarily_unavailable',
  ],
];
for (const [refused, status, name, code] of refusals) {
  test(`a sign-up that ends ${refused.outcome} is ${status}, a ${name}`, async () => {
    outcome = refused;
    const answer = await server.inject({ method: 'POST', url: '/dbconnections/signup', payload: draft });
    assert.equal(answer.statusCode, status);
    const { description, ...rest } = answer.json();
    assert.deepEqual(rest, { name, code, statusCode: status, message: description });
    assert.equal(answer.headers['retry-after'], status < 429 ? undefined : '9');
  });
}

test('a sign-up on a connection that is not there is 404, a NotFoundError', async () => {
  const payload = { ...draft, connection: 'none' };
  const answer = await server.inject({ method: 'POST', url: '/dbconnections/signup', payload });
  assert.deepEqual([answer.statusCode, answer.json().name], [404, 'NotFoundError']);
});

test('a sign-up says what the user is like', async () => {
  const user = sampleUser({ connectionId: connection.id, userId: 'auth0|1', email: draft.email });
  outcome = { outcome: 'created', user };
  const answer = await server.inject({ method: 'POST', url: '/dbconnections/signup', payload: draft });
  assert.equal(answer.statusCode, 200);
  const signedUp = { _id: '1', email_verified: false, email: draft.email, user_metadata: {} };
  assert.deepEqual(answer.json(), signedUp);
});

const sent = "We've just sent you an email to reset your password.";

for (const [clientId, named] of [
  ['app', { client_id: 'app' }],
  [null, {}],
] as const) {
  test(`a password change is asked for ${clientId === null ? 'without' : 'with'} a client`, async () => {
    asked.length = 0;
    requested.length = 0;
    const payload = { ...named, connection: 'shop', email: draft.email };
    const answer = await server.inject({
      method: 'POST',
      url: '/dbconnections/change_password',
      payload,
      headers: { 'accept-language': 'de', 'user-agent': 'x' },
    });
    assert.deepEqual([answer.statusCode, answer.body], [200, sent]);
    assert.deepEqual(asked, [[clientId, 'shop']]);
    const source = { ip: '127.0.0.1', userAgent: 'x' };
    assert.deepEqual(requested, [{ connection, clientId, email: draft.email, source, languages: ['de'] }]);
  });
}

test('a password change on a connection that is not there is answered alike, and asked of nobody', async () => {
  requested.length = 0;
  const payload = { connection: 'none', email: draft.email };
  const answer = await server.inject({ method: 'POST', url: '/dbconnections/change_password', payload });
  assert.deepEqual([answer.statusCode, answer.body, requested], [200, sent, []]);
});

for (const payload of [{ email: draft.email }, { connection: 'shop' }, { ...draft, client_id: '' }]) {
  test(`a password change without what it needs is 400: ${Object.keys(payload)}`, async () => {
    const answer = await server.inject({ method: 'POST', url: '/dbconnections/change_password', payload });
    assert.deepEqual([answer.statusCode, answer.json().error], [400, 'invalid_request']);
  });
}
