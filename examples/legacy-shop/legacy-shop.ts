import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type BasicCredentials, parseBasicCredentials } from './basic-credentials.ts';
import { type Answer, answerTo, notFound, shopApi } from './endpoints.ts';
import { readJson } from './read-json.ts';
import { openUserTable, type ShopUser, type UserTable } from './user-table.ts';
import twelveUsers from './users.json' with { type: 'json' };

/** What the shop notes about a request: who asked for what, and never a password. */
export interface ShopRequest {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** The user name of the Basic credentials, right or wrong. */
  readonly username: string | null;
  readonly status: number;
  readonly milliseconds: number;
}

export interface LegacyShop {
  readonly url: string;
  readonly port: number;
  /** With these credentials another system may read and change all users. */
  readonly api: BasicCredentials;
  /** Every request answered so far, in order. */
  requests(): readonly ShopRequest[];
  /** Stops answering; whoever is connected is cut off, as in an outage. */
  stop(): Promise<void>;
}

export interface LegacyShopOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly users?: readonly ShopUser[];
  /** Called with each request before its answer is sent. */
  readonly onRequest?: (request: ShopRequest) => void;
}

/**
 * Starts the shop's user service on loopback, with the twelve users of `users.json` unless others are
 * given.
 */
export async function startLegacyShop(options: LegacyShopOptions = {}): Promise<LegacyShop> {
  const { port = 0, users = twelveUsers, onRequest } = options;
  const table = openUserTable(users);
  const requests: ShopRequest[] = [];
  const server = createServer(async (request, response) => {
    const { seen, answer } = await serve(table, request);
    requests.push(seen);
    onRequest?.(seen);
    send(response, answer);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  let stopped: Promise<void> | undefined;
  return {
    ...addressOf(server),
    api: shopApi,
    requests: () => [...requests],
    stop: () => {
      stopped ??= close(server).then(table.close);
      return stopped;
    },
  };
}

async function serve(
  table: UserTable,
  request: IncomingMessage,
): Promise<{ seen: ShopRequest; answer: Answer }> {
  const began = performance.now();
  const { method = 'GET', url: path = '/' } = request;
  const credentials = parseBasicCredentials(request.headers.authorization);
  const url = URL.parse(path, 'http://shop');
  const answer =
    url === null
      ? notFound
      : await answerTo(table, { method, url, credentials, body: () => readJson(request) });
  const seen = {
    at: new Date().toISOString(),
    method,
    path,
    username: credentials?.username ?? null,
    status: answer.status,
    milliseconds: Math.round((performance.now() - began) * 10) / 10,
  };
  return { seen, answer };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  if (status === 401) response.setHeader('www-authenticate', 'Basic realm="shop"');
  response.end(JSON.stringify(body));
}

function addressOf(server: Server): { url: string; port: number } {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address');
  return { url: `http://127.0.0.1:${address.port}`, port: address.port };
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
