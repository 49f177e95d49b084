import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { createHttpServer } from '../http/index.ts';
import { registerUserInfo } from './userinfo.ts';

let server: FastifyInstance;
const seen: string[] = [];
before(async () => {
  server = createHttpServer({ logger: pino({ enabled: false }) });
  await server.register(async (scope) =>
    registerUserInfo(scope, {
      verifyUserInfoToken: async (token) => {
        seen.push(token);
        if (token === 'good')
          return { ok: true, claims: { sub: 'auth0|ada', email_verified: false, name: 'Ada' } };
        return { ok: false, reason: token === 'narrow' ? 'insufficient-scope' : 'invalid' };
      },
    }),
  );
});
after(() => server.close());

for (const method of ['GET', 'POST'] as const) {
  test(`${method} /userinfo tells the claims, every one`, async () => {
    const answer = await server.inject({
      method,
      url: '/userinfo',
      headers: { authorization: 'bearer good' },
    });
    assert.equal(answer.statusCode, 200);
    assert.deepEqual(answer.json(), { sub: 'auth0|ada', email_verified: false, name: 'Ada' });
    assert.equal(answer.headers['cache-control'], 'no-store');
  });
}

const refused: readonly [string, string | undefined, number, string][] = [
  ['no token', undefined, 401, 'invalid_token'],
  ['a bad token', 'Bearer bad', 401, 'invalid_token'],
  ['a token without openid', 'Bearer narrow', 403, 'insufficient_scope'],
  ['Basic', 'Basic Z29vZDpnb29k', 401, 'invalid_token'],
  ['two tokens', 'Bearer good good', 401, 'invalid_token'],
  ['characters no token has', 'Bearer good\u00e9', 401, 'invalid_token'],
  ['a token of 9 kB', `Bearer ${'x'.repeat(9000)}`, 401, 'invalid_token'],
];
for (const [why, authorization, status, error] of refused) {
  test(`${why}: ${status} ${error}, in JSON`, async () => {
    const headers = { accept: 'text/html', ...(authorization !== undefined && { authorization }) };
    const answer = await server.inject({ url: '/userinfo', headers });
    assert.equal(answer.statusCode, status);
    assert.equal(answer.json().error, error);
    assert.match(String(answer.headers['content-type']), /^application\/json/);
    assert.match(String(answer.headers['www-authenticate']), new RegExp(`^Bearer error="${error}"`));
  });
}

test('only what can be a token is looked up; query parameters are not read', async () => {
  seen.length = 0;
  await server.inject({ url: '/userinfo?access_token=good' });
  await server.inject({ url: '/userinfo', headers: { authorization: 'Bearer not/a"token' } });
  assert.deepEqual(seen, []);
});
