import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { createHttpServer } from './index.ts';

let server: FastifyInstance;
before(async () => {
  server = createHttpServer({ logger: pino({ level: 'silent' }) });
  await server.listen({ port: 0, host: '127.0.0.1' });
});
after(() => server.close());

const long = 'x'.repeat(20_000);
const management = (status: number, error: string, message: string): object => ({
  statusCode: status,
  error,
  message,
});
const tooLong = 'The address and the headers are too long together';
const rows: readonly (readonly [what: string, sent: string, status: number, body: object])[] = [
  [
    'headers that are too long',
    `GET /api/v2/users HTTP/1.1\r\nhost: x\r\nx: ${long}\r\n\r\n`,
    431,
    management(431, 'Request Header Fields Too Large', tooLong),
  ],
  [
    'an address that is too long',
    `GET /api/v2/users?q=${long} HTTP/1.1\r\nhost: x\r\n\r\n`,
    431,
    management(431, 'Request Header Fields Too Large', tooLong),
  ],
  [
    'headers that are too long, of the token endpoint',
    `POST /oauth/token HTTP/1.1\r\nhost: x\r\nx: ${long}\r\n\r\n`,
    431,
    { error: 'invalid_request', error_description: tooLong },
  ],
  [
    'what is no HTTP',
    'hello\r\n\r\n',
    400,
    { error: 'invalid_request', error_description: 'This is no HTTP request' },
  ],
];

for (const [what, sent, status, body] of rows) {
  test(`${what}: ${status}, in the form of the API that was called, and the connection ends`, async () => {
    const address = server.server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const socket = connect(address.port, '127.0.0.1');
    socket.write(sent);
    const [head = '', answered = ''] = (await text(socket)).split('\r\n\r\n');
    assert.match(head, new RegExp(`^HTTP/1.1 ${status} `));
    assert.match(head, /^x-content-type-options: nosniff$/m);
    assert.match(head, /^connection: close$/m);
    assert.deepEqual(JSON.parse(answered), body);
  });
}
