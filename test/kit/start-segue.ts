import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type App, openApp, type Seams } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { type Answer, ask } from './answer.ts';
import { type Canaries, createCanaries, type Utterance } from './canaries.ts';
import type { EmptyDatabase, TestedStore } from './stores.ts';

export interface SegueOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly seams?: Seams;
}

/** A whole Segue that a test talks to over HTTP, on an empty database of its own. */
export interface Segue {
  /** Where it listens, with a trailing slash. */
  readonly url: string;
  /** `iss` of its tokens: SEGUE_URL. */
  readonly issuer: string;
  readonly operator: { readonly clientId: string; readonly clientSecret: string };
  readonly databaseUrl: string;
  readonly canaries: Canaries;
  /** Any request, by path. Every answer is searched for canaries at the end. */
  request(path: string, init?: RequestInit): Promise<Answer>;
  /** A Management API call with the bootstrap client's token. */
  manage(method: string, path: string, body?: unknown): Promise<Answer>;
  /** A call of the token endpoint; the tokens in the answer are watched from then on. */
  token(parameters: Readonly<Record<string, string>>): Promise<Answer>;
  /** All events, oldest first, as the log API shows them. */
  // biome-ignore lint/suspicious/noExplicitAny: tests assert what is in them
  logs(): Promise<readonly any[]>;
  /** Every line of the log so far. */
  readonly logLines: readonly string[];
  /** Searches everything that was said for canaries, stops Segue and removes its database. */
  stop(): Promise<void>;
}

/** Starts a Segue in this process. Nothing that it says may hold a secret: `stop` fails the test that it does. */
export async function startSegue(store: TestedStore, options: SegueOptions = {}): Promise<Segue> {
  const database = await store.empty();
  const canaries = createCanaries();
  const operator = { clientId: 'operator', clientSecret: canaries.plant('bootstrap-secret') };
  const logLines: string[] = [];
  const { config, secrets } = readConfig({
    PORT: '0',
    SEGUE_URL: 'http://segue.test',
    DATABASE_URL: database.url,
    SEGUE_SECRET_KEY: randomBytes(32).toString('base64'),
    SEGUE_LOG_LEVEL: 'trace',
    SEGUE_BOOTSTRAP_CLIENT_ID: operator.clientId,
    SEGUE_BOOTSTRAP_CLIENT_SECRET: operator.clientSecret,
    ...options.environment,
  });
  const logDestination = { write: (line: string): void => void logLines.push(line) };
  const app = await openApp(config, secrets, { logDestination, ...options.seams });
  const url = await app.listen();
  return talkTo({ app, url, issuer: config.publicUrl, database, canaries, operator, logLines });
}

interface Started {
  readonly app: App;
  readonly url: string;
  readonly issuer: string;
  readonly database: EmptyDatabase;
  readonly canaries: Canaries;
  readonly operator: Segue['operator'];
  readonly logLines: readonly string[];
}

function talkTo({ app, url, issuer, database, canaries, operator, logLines }: Started): Segue {
  const said: Utterance[] = [];
  let managementToken: string | undefined;

  async function request(path: string, init: RequestInit = {}): Promise<Answer> {
    const answer = await ask(new URL(path, url).href, init);
    const headers = JSON.stringify([...answer.headers]);
    said.push({ where: `${init.method ?? 'GET'} ${path} -> ${answer.status}`, text: headers + answer.text });
    return answer;
  }

  /** An answer that may hold the secrets that it brings, and nothing else that is secret. */
  async function secretAnswer(
    path: string,
    init: RequestInit,
    secretKeys: readonly string[],
  ): Promise<Answer> {
    const answer = await ask(new URL(path, url).href, init);
    const shown = { ...answer.body };
    for (const key of secretKeys) {
      if (typeof shown[key] !== 'string') continue;
      canaries.watch(key, shown[key]);
      delete shown[key];
    }
    said.push({ where: `${init.method ?? 'GET'} ${path} -> ${answer.status}`, text: JSON.stringify(shown) });
    return answer;
  }

  const token = (parameters: Readonly<Record<string, string>>): Promise<Answer> =>
    secretAnswer('oauth/token', { method: 'POST', body: new URLSearchParams(parameters) }, [
      'access_token',
      'id_token',
      'refresh_token',
    ]);

  async function manage(method: string, path: string, body?: unknown): Promise<Answer> {
    managementToken ??= await operatorToken();
    const headers = {
      authorization: `Bearer ${managementToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const makesClient = method === 'POST' && path === 'clients';
    return makesClient
      ? secretAnswer(`api/v2/${path}`, init, ['client_secret'])
      : request(`api/v2/${path}`, init);
  }

  async function operatorToken(): Promise<string> {
    const { clientId: client_id, clientSecret: client_secret } = operator;
    const answer = await token({
      grant_type: 'client_credentials',
      client_id,
      client_secret,
      audience: `${issuer}api/v2/`,
    });
    assert.equal(answer.status, 200, answer.text);
    return answer.body.access_token;
  }

  const logs = async (): Promise<readonly unknown[]> =>
    (await manage('GET', 'logs?per_page=100&sort=date:1')).body;

  async function stop(): Promise<void> {
    await logs();
    await request('metrics');
    await app.close();
    await database.remove();
    const lines = logLines.map((text) => ({ where: `log line ${text.slice(0, 200)}`, text }));
    assert.deepEqual(canaries.heardIn([...said, ...lines]), [], 'a secret was said');
  }

  return {
    url,
    issuer,
    operator,
    databaseUrl: database.url,
    canaries,
    request,
    manage,
    token,
    logs,
    logLines,
    stop,
  };
}
