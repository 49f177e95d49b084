import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { createHttpServer } from './index.ts';

let server: FastifyInstance;
const reached: string[] = [];
const lines: string[] = [];
before(async () => {
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  server = createHttpServer({ logger });
  // Neither has a schema: the check is not the route's.
  for (const url of ['/things/:id', '/api/v2/things/:id'])
    server.route({
      method: ['GET', 'POST'],
      url,
      handler: async (request) => {
        reached.push(request.url);
        return {};
      },
    });
  await server.register(async (scope) => {
    scope.setErrorHandler((_error, _request, reply) =>
      reply.code(400).type('text/html').send('<p>misread</p>'),
    );
    scope.post('/page', async (request) => void reached.push(request.url));
  });
  await server.ready();
});
after(() => server.close());

const form = 'application/x-www-form-urlencoded';
const unstorable: readonly (readonly [string, string, { payload: string; type: string }?])[] = [
  ['NUL in a path', '/things/a%00b'],
  ['NUL in a query', '/things/a?q=%00'],
  ['NUL in the name of a query parameter', '/things/a?q%00=x'],
  ['NUL in JSON', '/things/a', { payload: '{"a":["x",{"b":"\\u0000"}]}', type: 'application/json' }],
  ['half a surrogate pair in JSON', '/things/a', { payload: '{"a":"x\\ud800y"}', type: 'application/json' }],
  ['half a surrogate pair in a key', '/things/a', { payload: '{"\\udfff":1}', type: 'application/json' }],
  ['NUL in a form', '/things/a', { payload: 'a=1&b=%00', type: form }],
];

for (const [name, url, sent] of unstorable) {
  const request = {
    method: sent === undefined ? ('GET' as const) : ('POST' as const),
    ...(sent === undefined ? {} : { payload: sent.payload, headers: { 'content-type': sent.type } }),
  };

  test(`${name} is refused in the form of the Authentication API`, async () => {
    const answer = await server.inject({ ...request, url });
    assert.equal(answer.statusCode, 400);
    assert.equal(answer.json().error, 'invalid_request');
    assert.match(answer.json().error_description, /NUL character|half a surrogate pair/);
  });

  test(`${name} is refused in the form of the Management API`, async () => {
    const answer = await server.inject({ ...request, url: `/api/v2${url}` });
    assert.equal(answer.statusCode, 400);
    assert.match(answer.json().errorCode, /^invalid_(body|query_string|uri)$/);
    assert.match(answer.json().message, /NUL character|half a surrogate pair/);
  });
}

test('an edge with a form of its own answers in that', async () => {
  const headers = { 'content-type': form };
  const answer = await server.inject({ method: 'POST', url: '/page', payload: 'password=%00', headers });
  assert.equal(answer.body, '<p>misread</p>');
});

test('no route is reached, and nothing is logged as a failure', () => {
  assert.deepEqual(reached, []);
  assert.deepEqual(
    lines.filter((line) => line.includes('"err"')),
    [],
  );
});

test('where there is no route, the answer is that', async () => {
  assert.equal((await server.inject('/nowhere/%00')).statusCode, 404);
});

test('any other text passes, whole pairs too', async () => {
  const payload = { a: '\u0001\ud83d\ude00ü' };
  assert.equal((await server.inject({ method: 'POST', url: '/things/ü', payload })).statusCode, 200);
});
