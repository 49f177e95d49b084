import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/*
 * A legacy user service that the scripts of examples/legacy-shop can ask, with as many users as anybody wants and a
 * latency of its own: `node legacy-service.ts <shortest> <longest> <shortest> <longest> [away ms] [there ms]`, in
 * milliseconds: first of looking a user up, then of checking the password of one who is there, as a slow hash does. It may
 * be away for a while, when it resets every connection, and there for a while, in turns.
 */
const [lookUpFrom = 0, lookUpTo = 0, checkFrom = 0, checkTo = 0, awayMs = 0, thereMs = 0] = process.argv
  .slice(2)
  .map(Number);

const between = (from: number, to: number): number => from + Math.random() * (to - from);
const isAway = (): boolean => awayMs > 0 && performance.now() % (awayMs + thereMs) < awayMs;

const server = createServer(async (request, response) => {
  if (isAway()) {
    request.socket.resetAndDestroy();
    return;
  }
  const [, credentials = ''] = (request.headers.authorization ?? '').split(' ');
  const [email = '', password] = Buffer.from(credentials, 'base64').toString().split(':');
  const id = /^known(\d+)@/.exec(email)?.[1];
  const isRight = id !== undefined && password === `password of ${id}`;
  await delay(between(lookUpFrom, lookUpTo));
  if (id !== undefined && checkTo > 0) await delay(between(checkFrom, checkTo));
  response.writeHead(isRight ? 200 : 401, { 'content-type': 'application/json' });
  response.end(JSON.stringify(isRight ? { user_id: Number(id), email, nickname: `known${id}` } : {}));
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${JSON.stringify(address)}\n`);
});
