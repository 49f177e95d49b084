import assert from 'node:assert/strict';
import type { Answer } from '../../kit/answer.ts';
import type { Segue } from '../../kit/start-segue.ts';

/** One request as data: what is sent, and what must come of it. */
export interface RequestRow {
  readonly name: string;
  /** As OpenAPI has it: `GET /api/v2/users/{id}`. */
  readonly route: string;
  /** What stands for `{id}`, or whatever it is called. */
  readonly id?: string;
  readonly query?: string;
  /** An access token; without one, nobody asks. */
  readonly token?: string;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly contains?: readonly string[];
  readonly lacks?: readonly string[];
  /** Names under which this answer, and no other, shows a secret. */
  readonly mayShow?: readonly string[];
  /** Type codes of the events that the request leaves, in order; none unless told. */
  readonly events?: readonly string[];
}

/** Sends a row's request and holds its answer against the row. */
export async function checkRow(segue: Segue, row: RequestRow): Promise<Answer> {
  const [method = 'GET', template = '/'] = row.route.split(' ');
  const path = template.replace(/\{\w+\}/, encodeURIComponent(row.id ?? 'none'));
  const url = row.query === undefined ? path : `${path}?${row.query}`;
  const answer = await segue.request(url, requestOf(method, row), row.mayShow ?? []);
  assert.equal(answer.status, row.status, answer.text);
  for (const part of row.contains ?? [])
    assert.ok(answer.text.includes(part), `no ${part} in ${answer.text}`);
  for (const part of row.lacks ?? []) assert.ok(!answer.text.includes(part), `${part} in ${answer.text}`);
  if (answer.status >= 400) assertErrorForm(path, answer);
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  return answer;
}

function requestOf(method: string, { token, json, form, headers }: RequestRow): RequestInit {
  return {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
  };
}

/** Each API has a form for refusals, and says nothing beside it. */
export function assertErrorForm(path: string, { status, body, text }: Answer): void {
  if (path.startsWith('/dbconnections/signup') && 'code' in body) {
    assertSignUpForm(body, text);
    return;
  }
  const isManagement = path.startsWith('/api/v2');
  const names = isManagement
    ? ['statusCode', 'error', 'message', 'errorCode']
    : ['error', 'error_description'];
  const required = names.slice(0, isManagement ? 3 : 2);
  assert.equal(typeof body, 'object', text);
  for (const name of required) assert.ok(body[name] !== undefined && body[name] !== '', `${name}: ${text}`);
  if (isManagement) assert.equal(body.statusCode, status, text);
  for (const name of Object.keys(body)) assert.ok(names.includes(name), `${name}: ${text}`);
}

/** Auth0 has a form of its own for a refused sign-up. */
function assertSignUpForm(body: Readonly<Record<string, unknown>>, text: string): void {
  const names = ['name', 'message', 'code', 'description', 'policy', 'statusCode'];
  for (const name of ['name', 'code', 'description', 'statusCode']) assert.ok(body[name], `${name}: ${text}`);
  for (const name of Object.keys(body)) assert.ok(names.includes(name), `${name}: ${text}`);
}
