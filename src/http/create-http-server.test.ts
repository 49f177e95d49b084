import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { Type } from 'typebox';
import { HashQueueFull } from '../accounts/index.ts';
import { createHttpServer, endpointFor, ok, registerEndpoints, registerHealth } from './index.ts';

const endpoint = endpointFor<{ readonly greeting: string }>();
const needsNoToken = { verify: async () => ({ ok: false as const, reason: 'invalid' }) };

const isolation = { level: 'basic', reason: 'SEGUE_SCRIPT_ISOLATION=basic' };

const echo = endpoint({
  method: 'POST',
  url: '/echo',
  scope: null,
  summary: 'Say what came in',
  schema: {
    body: Type.Object(
      { text: Type.String({ maxLength: 5, description: 'A text' }), times: Type.Optional(Type.Integer()) },
      { additionalProperties: false },
    ),
    response: { 200: Type.Object({ said: Type.String() }) },
  },
  handler:
    ({ greeting }) =>
    async ({ body }) =>
      ok({ said: `${greeting} ${body.text}`, dropped: 'not in the schema' }),
});

describe('the HTTP server', () => {
  let server: FastifyInstance;
  const lines: string[] = [];
  before(async () => {
    server = createHttpServer({
      logger: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
    });
    registerEndpoints(server, {
      endpoints: [echo],
      needs: { greeting: 'hello' },
      tokens: needsNoToken,
    });
    registerHealth(server, { isReady: async () => false, metrics: async () => 'up 1\n', isolation });
    server.get('/fails', async () => {
      throw new Error('cause-canary');
    });
    server.get('/api/v2/fails', async () => {
      throw new Error('cause-canary');
    });
    server.get('/busy', async () => {
      throw new HashQueueFull(3);
    });
    await server.ready();
  });
  after(() => server.close());

  const post = async (
    payload: string,
    type = 'application/json',
  ): Promise<{ status: number; body: unknown }> => {
    const { statusCode, body } = await server.inject({
      method: 'POST',
      url: '/echo',
      payload,
      headers: { 'content-type': type },
    });
    return { status: statusCode, body: JSON.parse(body) };
  };

  test('answers what the response schema names', async () => {
    assert.deepEqual(await post('{"text":"you"}'), { status: 200, body: { said: 'hello you' } });
    assert.deepEqual(await post('text=you', 'application/x-www-form-urlencoded'), {
      status: 200,
      body: { said: 'hello you' },
    });
  });

  const refused: readonly [string, string, number, string?][] = [
    ['a number is no text', '{"text":5}', 400],
    ['a text is no number', '{"text":"x","times":"5"}', 400],
    ['nothing is dropped in silence', '{"text":"x","more":1}', 400],
    ['too long', '{"text":"canary"}', 400],
    ['no body', '', 400],
    ['a form with a field twice', 'text=a&text=b', 400, 'application/x-www-form-urlencoded'],
    ['a form with a prototype', '__proto__=a', 400, 'application/x-www-form-urlencoded'],
    ['plain text', 'x', 415, 'text/plain'],
  ];
  for (const [name, payload, status, type] of refused) {
    test(name, async () => {
      const answer = await post(payload, type);
      assert.equal(answer.status, status);
      assert.deepEqual(Object.keys(answer.body ?? {}), ['error', 'error_description']);
      assert.ok(!JSON.stringify(answer.body).includes('canary'));
    });
  }

  test('an unexpected error is logged and not told, in the form of the API', async () => {
    const { statusCode, body } = await server.inject('/fails');
    assert.equal(statusCode, 500);
    assert.deepEqual(JSON.parse(body), {
      error: 'server_error',
      error_description: 'An internal server error occurred',
    });
    const managed = await server.inject('/api/v2/fails');
    assert.deepEqual(JSON.parse(managed.body), {
      statusCode: 500,
      error: 'Internal Server Error',
      message: 'An internal server error occurred',
    });
    assert.ok(lines.some((line) => line.includes('a request failed unexpectedly')));
  });

  test('a full hash queue is 503 with Retry-After', async () => {
    const { statusCode, headers, body } = await server.inject('/busy');
    assert.equal(statusCode, 503);
    assert.equal(headers['retry-after'], '3');
    assert.equal(JSON.parse(body).error, 'temporarily_unavailable');
  });

  test('what is not there, and paths that are none', async () => {
    assert.deepEqual(JSON.parse((await server.inject('/nowhere')).body), {
      error: 'not_found',
      error_description: 'Not Found',
    });
    assert.deepEqual(JSON.parse((await server.inject('/api/v2/nowhere')).body), {
      statusCode: 404,
      error: 'Not Found',
      message: 'Not Found',
    });
    const bad = await server.inject('/api/v2/%zz');
    assert.equal(bad.statusCode, 400);
    assert.equal(JSON.parse(bad.body).errorCode, 'invalid_uri');
  });

  test('health', async () => {
    const told = { isolation: 'basic', isolation_reason: 'SEGUE_SCRIPT_ISOLATION=basic' };
    const alive = await server.inject('/healthz');
    assert.deepEqual([alive.statusCode, alive.json()], [200, { status: 'ok', ...told }]);
    const ready = await server.inject('/readyz');
    assert.deepEqual([ready.statusCode, ready.json()], [503, { status: 'not ready', ...told }]);
    assert.equal((await server.inject('/metrics')).body, 'up 1\n');
  });

  test('every answer carries the security headers', async () => {
    for (const url of ['/healthz', '/nowhere', '/fails']) {
      const { headers } = await server.inject(url);
      assert.equal(headers['x-content-type-options'], 'nosniff', url);
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.equal(headers['cache-control'], 'no-store');
    }
  });

  test('a request is one line, without path, query string and body', async () => {
    lines.length = 0;
    await server.inject({ method: 'POST', url: '/echo?code=query-canary', payload: { text: 'body-canary' } });
    await server.inject('/path-canary');
    const logged = lines
      .map((line) => JSON.parse(line))
      .map(({ method, route, status }) => [method, route, status]);
    assert.deepEqual(logged, [
      ['POST', '/echo', 400],
      ['GET', null, 404],
    ]);
    assert.ok(!lines.join('').includes('canary'));
  });

  test('idle connections are kept for longer than the deploy tool pauses, and closed at the end', async () => {
    const own = createHttpServer({ logger: pino({ level: 'silent' }) });
    registerHealth(own, { isReady: async () => true, metrics: async () => '', isolation });
    await own.listen({ host: '127.0.0.1', port: 0 });
    const address = own.server.address();
    assert.ok(typeof address === 'object' && address !== null);
    assert.ok(own.server.keepAliveTimeout > 60_000);
    const socket = connect(address.port, '127.0.0.1');
    socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
    const [data] = await once(socket, 'data');
    assert.match(String(data), /200 OK/);
    const ended = once(socket, 'close');
    socket.resume();
    await own.close();
    await ended;
  });
});
