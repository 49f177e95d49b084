import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { LegacySetUp } from '../kit/legacy-connection.ts';

/** A legacy system over HTTP. It knows every address but those that begin with "nobody". */
export interface PlainLegacy {
  readonly port: number;
  /** Everybody's password. */
  readonly password: string;
  /** How often it was asked. */
  asked(): number;
  /** Most questions that it had at the same time. */
  mostAtOnce(): number;
  stop(): Promise<void>;
}

export interface PlainLegacyOptions {
  readonly password: string;
  /** Has one place: answers one question after the other, and the first not before this. */
  readonly oneByOneFrom?: Promise<void>;
}

const oneAnswerMs = 5;

export async function startPlainLegacy(options: PlainLegacyOptions): Promise<PlainLegacy> {
  const { password, oneByOneFrom } = options;
  let asked = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  let turn: Promise<unknown> = Promise.resolve();

  async function serve(url: URL, response: ServerResponse): Promise<void> {
    asked += 1;
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    response.once('close', () => {
      atOnce -= 1;
    });
    if (oneByOneFrom !== undefined) {
      turn = turn.then(() => oneByOneFrom).then(() => delay(oneAnswerMs));
      await turn;
    }
    const email = url.searchParams.get('email') ?? '';
    const typed = url.searchParams.get('password');
    const isThere = !email.startsWith('nobody') && (typed === null || typed === password);
    response.end(JSON.stringify(isThere ? { user_id: email, email } : null));
  }

  const server = createServer((request, response) =>
    serve(new URL(request.url ?? '', 'http://legacy.test'), response),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address');
  return {
    port: address.port,
    password,
    asked: () => asked,
    mostAtOnce: () => mostAtOnce,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Login and Get User scripts that ask such a legacy system at this port. */
export function plainScripts(port: number): Pick<LegacySetUp, 'login' | 'getUser' | 'configuration'> {
  return {
    login: `async function login(email, password) {
  const answer = await fetch(configuration.URL + '?' + new URLSearchParams({ email, password }));
  return answer.json();
}`,
    getUser: `async function getByEmail(email) {
  const answer = await fetch(configuration.URL + '?' + new URLSearchParams({ email }));
  return answer.json();
}`,
    configuration: { URL: `http://127.0.0.1:${port}/` },
  };
}
