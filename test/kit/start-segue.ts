import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type App, openApp, type Seams } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { type Answer, ask } from './answer.ts';
import { type Canaries, createCanaries, type Utterance } from './canaries.ts';
import type { AnswerCheck, GivenAnswer } from './open-api/answer-check.ts';
import { readAnswerCheck } from './open-api/read-answer-check.ts';
import type { EmptyDatabase, TestedStore } from './stores.ts';

export interface SegueOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly seams?: Seams;
  /** How requests are sent, where not by `fetch`. */
  readonly ask?: typeof ask;
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
  /**
   * Any request, by path. Every answer is held against the OpenAPI document at the end, and searched for canaries, but for
   * what it may show by these names.
   */
  request(path: string, init?: RequestInit, mayShow?: readonly string[]): Promise<Answer>;
  /** A Management API call with the bootstrap client's token. */
  manage(method: string, path: string, body?: unknown): Promise<Answer>;
  /** A call of the token endpoint; the tokens in the answer are watched from then on. */
  token(parameters: Readonly<Record<string, string>>): Promise<Answer>;
  /** All events, oldest first, as the log API shows them. */
  // biome-ignore lint/suspicious/noExplicitAny: tests assert what is in them
  logs(): Promise<readonly any[]>;
  /**
   * The database as another node of the same deployment has it, for what no endpoint does yet and for what a test looks
   * up behind the product's back.
   */
  otherNode(): Promise<Store>;
  /** Every line of the log so far. */
  readonly logLines: readonly string[];
  /** Checks everything that was said, stops Segue and removes its database. */
  stop(): Promise<void>;
}

/**
 * Starts a Segue in this process. Nothing that it says may hold a secret, or be other than OpenAPI tells: `stop` fails the
 * test that it does.
 */
export async function startSegue(store: TestedStore, options: SegueOptions = {}): Promise<Segue> {
  const database = await store.empty();
  try {
    return await startOn(database, options);
  } catch (error) {
    await database.remove();
    throw error;
  }
}

async function startOn(
  database: EmptyDatabase,
  { environment, seams, ask: send = ask }: SegueOptions,
): Promise<Segue> {
  const canaries = createCanaries();
  const logLines: string[] = [];
  const { config, secrets } = readConfig({
    PORT: '0',
    SEGUE_URL: 'http://segue.test',
    DATABASE_URL: database.url,
    SEGUE_SECRET_KEY: randomBytes(32).toString('base64'),
    SEGUE_LOG_LEVEL: 'trace',
    // One test asks faster than all that may ask; who is about the limits sets them.
    SEGUE_MANAGEMENT_RATE_LIMIT: '0',
    SEGUE_AUTHENTICATION_RATE_LIMIT: '0',
    SEGUE_BOOTSTRAP_CLIENT_ID: 'operator',
    SEGUE_BOOTSTRAP_CLIENT_SECRET: canaries.plant('bootstrap-secret'),
    ...environment,
  });
  const { bootstrapClientId: clientId = '' } = config;
  const { bootstrapClientSecret: clientSecret = '' } = secrets;
  canaries.watch('bootstrap-secret', clientSecret);
  const logDestination = { write: (line: string): void => void logLines.push(line) };
  const app = await openApp(config, secrets, { logDestination, ...seams });
  const url = await app.listen();
  const operator = { clientId, clientSecret };
  return talkTo({ app, url, issuer: config.publicUrl, database, canaries, operator, logLines, send });
}

interface Started {
  readonly app: App;
  readonly url: string;
  readonly issuer: string;
  readonly database: EmptyDatabase;
  readonly canaries: Canaries;
  readonly operator: Segue['operator'];
  readonly logLines: readonly string[];
  readonly send: typeof ask;
}

function talkTo({ app, url, issuer, database, canaries, operator, logLines, send }: Started): Segue {
  const said: Utterance[] = [];
  const answers: GivenAnswer[] = [];
  let managementToken: string | undefined;
  let otherStore: Promise<Store> | undefined;

  async function request(
    path: string,
    init: RequestInit = {},
    mayShow: readonly string[] = [],
  ): Promise<Answer> {
    const target = new URL(path, url);
    const answer = await send(target.href, init);
    answers.push({ ...answer, method: init.method ?? 'GET', path: target.pathname });
    const shown = answer.body === undefined ? answer.text : withoutSecrets(answer.body, mayShow, canaries);
    const headers = JSON.stringify([...answer.headers]);
    said.push({ where: `${init.method ?? 'GET'} ${path} -> ${answer.status}`, text: headers + shown });
    return answer;
  }

  const token = (parameters: Readonly<Record<string, string>>): Promise<Answer> =>
    request('oauth/token', { method: 'POST', body: new URLSearchParams(parameters) }, [
      'access_token',
      'id_token',
      'refresh_token',
    ]);

  async function manage(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await manageByToken(method, path, body);
    if (answer.status !== 401) return answer;
    managementToken = undefined; // it has expired: a test has moved the clock
    return manageByToken(method, path, body);
  }

  async function manageByToken(method: string, path: string, body: unknown): Promise<Answer> {
    managementToken ??= await operatorToken();
    const headers = {
      authorization: `Bearer ${managementToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return request(`api/v2/${path}`, init, /^clients\b/.test(path) ? ['client_secret'] : []);
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

  async function logs(): Promise<readonly Log[]> {
    const all: Log[] = [];
    for (let page: readonly Log[] | undefined; page === undefined || page.length === 100; ) {
      const from = all.at(-1)?.log_id;
      const answer = await manage('GET', `logs?take=100${from === undefined ? '' : `&from=${from}`}`);
      page = answer.body as readonly Log[];
      all.push(...page);
    }
    return all;
  }

  async function stop(): Promise<void> {
    let check: AnswerCheck | undefined;
    try {
      await logs();
      await request('metrics');
      check = await readAnswerCheck(url, send);
    } finally {
      await app.close();
      await (await otherStore)?.close();
      await database.remove();
    }
    const lines = logLines.map((text) => ({ where: `log line ${text.slice(0, 200)}`, text }));
    assert.deepEqual(canaries.heardIn([...said, ...lines]), [], 'a secret was said');
    assert.deepEqual(
      [...new Set(answers.flatMap((answer) => check?.(answer) ?? []))],
      [],
      'OpenAPI tells otherwise',
    );
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
    otherNode: () => {
      otherStore ??= openStore({ url: database.url });
      return otherStore;
    },
    logLines,
    stop,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: tests assert what is in them
type Log = any;

/** A body as text, without the texts under names that may hold a secret here; these are watched from now on. */
function withoutSecrets(body: unknown, mayShow: readonly string[], canaries: Canaries): string {
  return JSON.stringify(body, (key, value) => {
    if (!mayShow.includes(key) || typeof value !== 'string') return value;
    canaries.watch(key, value);
    return undefined;
  });
}
