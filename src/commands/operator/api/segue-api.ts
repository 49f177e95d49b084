import { isJsonObject, type JsonObject, type JsonValue } from '../../../lib/json.ts';
import { exitCodes, Failure } from '../failure.ts';
import type { Settings } from '../settings.ts';
import { getAccessToken } from './access-token.ts';
import { ask, type JsonAnswer } from './http.ts';
import { readRefusal } from './refusal.ts';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** The Management API, over HTTP. What Segue refuses is thrown as a `Refusal`, what does not reach it as `Unreached`. */
export interface SegueApi {
  /** @param path below `/api/v2/`; what stands in it is encoded already */
  call(method: Method, path: string, sent?: Sent): Promise<JsonValue>;
  getObject(path: string, query?: Query): Promise<JsonObject>;
  getList(path: string, query?: Query, signal?: AbortSignal): Promise<readonly JsonObject[]>;
}

interface Sent {
  readonly query?: Query;
  readonly body?: object;
  /** Ends the wait for an answer. */
  readonly signal?: AbortSignal | undefined;
}

/** Speaks to the Segue of these settings. A token is got at the first call, kept in memory, and renewed once it has expired. */
export function createSegueApi(settings: Settings): SegueApi {
  const { credentials } = settings;
  let token: Promise<string> | undefined;

  function currentToken(): Promise<string> {
    if (credentials.by === 'token') return Promise.resolve(credentials.token);
    token ??= getAccessToken(settings, credentials).catch((error: unknown) => {
      token = undefined;
      throw error;
    });
    return token;
  }

  async function send(method: Method, url: URL, { body, signal }: Sent): Promise<JsonAnswer> {
    const authorization = `Bearer ${await currentToken()}`;
    if (body === undefined) return ask(url, { method, headers: { authorization } }, signal);
    const headers = { authorization, 'content-type': 'application/json' };
    return ask(url, { method, headers, body: JSON.stringify(body) }, signal);
  }

  const call: SegueApi['call'] = async (method, path, { query = {}, ...sent } = {}) => {
    const url = new URL(`api/v2/${path}`, settings.url);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    let answer = await send(method, url, sent);
    if (answer.response.status === 401 && credentials.by === 'client') {
      token = undefined; // it has expired, or its key was revoked
      answer = await send(method, url, sent);
    }
    if (answer.response.ok) return answer.body ?? null;
    throw readRefusal(answer.response, answer.body);
  };

  return {
    call,
    getObject: async (path, query = {}) => objectIn(await call('GET', path, { query })),
    getList: async (path, query = {}, signal = undefined) =>
      listIn(await call('GET', path, { query, signal })),
  };
}

/** What an answer should have been an object for. */
export function objectIn(value: JsonValue): JsonObject {
  if (isJsonObject(value)) return value;
  throw unexpected();
}

/** What an answer should have been a list of objects for. */
export function listIn(value: JsonValue | undefined): readonly JsonObject[] {
  if (Array.isArray(value)) return value.map((each: JsonValue) => objectIn(each));
  throw unexpected();
}

function unexpected(): Failure {
  return new Failure(
    exitCodes.notSegue,
    'the answer is not of the form that the Management API has',
    'Is a proxy in between, or Segue of another version?',
  );
}
