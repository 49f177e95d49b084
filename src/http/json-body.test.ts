import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { Type } from 'typebox';
import { createHttpServer } from './index.ts';

let server: FastifyInstance;
before(async () => {
  server = createHttpServer({ logger: pino({ level: 'silent' }) });
  server.route({
    method: ['DELETE', 'POST'],
    url: '/takes-none',
    schema: { response: { 200: Type.Object({ body: Type.String() }) } },
    handler: async (request) => ({ body: JSON.stringify(request.body ?? null) }),
  });
  server.post('/takes-one', { schema: { body: Type.Object({ a: Type.String() }) } }, async () => ({}));
  await server.ready();
});
after(() => server.close());

const json = 'application/json';
function send(
  method: 'DELETE' | 'POST',
  url: string,
  payload: string,
  type = json,
): Promise<LightMyRequestResponse> {
  return server.inject({ method, url, payload, headers: { 'content-type': type } });
}

for (const method of ['DELETE', 'POST'] as const) {
  test(`${method} that announces JSON and sends none is taken where no body is asked for`, async () => {
    for (const type of [json, `${json}; charset=utf-8`]) {
      const answer = await send(method, '/takes-none', '', type);
      assert.deepEqual([answer.statusCode, answer.json()], [200, { body: 'null' }]);
    }
  });
}

test('what is sent all the same is read', async () => {
  assert.deepEqual((await send('POST', '/takes-none', '{"a":1}')).json(), { body: '{"a":1}' });
});

const refused: readonly (readonly [string, string, string, RegExp])[] = [
  ['nothing, where a body is asked for', '/takes-one', '', /payload is empty/],
  ['no JSON', '/takes-none', '{', /JSON format/],
  ['a prototype', '/takes-none', '{"__proto__":{"a":1}}', /JSON format/],
  ['a constructor', '/takes-none', '{"constructor":{"prototype":{}}}', /JSON format/],
];
for (const [name, url, payload, message] of refused) {
  test(`${name}: 400`, async () => {
    const answer = await send('POST', url, payload);
    assert.equal(answer.statusCode, 400);
    assert.match(answer.json().error_description, message);
  });
}
