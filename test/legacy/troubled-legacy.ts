import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** How a legacy system may do. */
export type LegacyMood =
  | 'works'
  /** Takes the question and never answers. */
  | 'hangs'
  /** Answers, but later than anybody waits. */
  | 'slow'
  /** Breaks the connection off. */
  | 'resets'
  /** Nobody listens. */
  | 'refuses';

/** A legacy system over HTTP that has a user for each address whose password is the one of its scripts' tests. */
export interface TroubledLegacy {
  /** The same in every mood. */
  readonly url: string;
  /** Everybody's password. */
  readonly password: string;
  feel(mood: LegacyMood): Promise<void>;
  /** How often it was asked, not counting questions that nobody took. */
  asked(): number;
  /** Most questions that it had at the same time. */
  mostAtOnce(): number;
  stop(): Promise<void>;
}

export interface TroubledLegacyOptions {
  readonly password: string;
  /** Has one place: answers one question after the other, and the first not before this. */
  readonly oneByOneFrom?: Promise<void>;
}

export async function startTroubledLegacy(options: TroubledLegacyOptions): Promise<TroubledLegacy> {
  const { password, oneByOneFrom } = options;
  let mood: LegacyMood = 'works';
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
    if (mood === 'hangs') return;
    if (mood === 'resets') return void response.socket?.resetAndDestroy();
    if (mood === 'slow') await delay(slowMs, undefined, { ref: false });
    if (oneByOneFrom !== undefined) {
      turn = turn.then(() => oneByOneFrom).then(() => delay(oneAnswerMs));
      await turn;
    }
    const email = url.searchParams.get('email') ?? '';
    const typed = url.searchParams.get('password');
    const isThere = !email.startsWith('nobody') && (typed === null || typed === password);
    response.end(JSON.stringify(isThere ? { user_id: email, email } : null));
  }

  const listen = async (port: number): Promise<Server> => {
    const server = createServer((request, response) =>
      serve(new URL(request.url ?? '', 'http://legacy.test'), response),
    );
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  const close = async (server: Server): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };

  let server: Server | undefined = await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    password,
    async feel(next) {
      mood = next;
      if (next === 'refuses' && server !== undefined) {
        await close(server);
        server = undefined;
      } else if (next !== 'refuses') {
        server ??= await listen(address.port);
        if (next === 'works') server.closeAllConnections(); // a restart ends what hung
      }
    },
    asked: () => asked,
    mostAtOnce: () => mostAtOnce,
    async stop() {
      if (server !== undefined) await close(server);
    },
  };
}

const oneAnswerMs = 5;

/** Later than the deadline of the scripts in these tests. */
const slowMs = 60_000;

/** Login and Get User scripts that ask such a legacy system at `configuration.URL`. */
export const troubledScripts = {
  login: `async function login(email, password) {
  const answer = await fetch(configuration.URL + '?' + new URLSearchParams({ email, password }));
  return answer.json();
}`,
  getUser: `async function getByEmail(email) {
  const answer = await fetch(configuration.URL + '?' + new URLSearchParams({ email }));
  return answer.json();
}`,
};
