import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import {
  createInMemoryAccountsStore,
  type InMemoryAccountsStore,
} from '../accounts/fakes/in-memory-accounts-store.ts';
import { createInMemoryAttemptCounters } from '../accounts/fakes/in-memory-attempt-counters.ts';
import { createInMemoryLegacy, type InMemoryLegacy } from '../accounts/fakes/in-memory-legacy.ts';
import { createInMemoryTrials } from '../accounts/fakes/in-memory-trials.ts';
import { createManualClock, type ManualClock } from '../accounts/fakes/manual-clock.ts';
import { createPlainHasher } from '../accounts/fakes/plain-hasher.ts';
import { createStrictPolicy } from '../accounts/fakes/strict-policy.ts';
import { createLoginBlocks, createThrottles } from '../accounts/index.ts';
import { type AccessTokenVerifier, createHttpServer } from '../http/index.ts';
import { createSealer, type Sealer } from '../lib/sealed-secret.ts';
import { createInMemoryTenantStore } from '../tenant/fakes/in-memory-tenant-store.ts';
import { ensureManagementApi, type TenantStore } from '../tenant/index.ts';
import { managementApi, managementScopes } from './index.ts';
import { createPlainRefreshTokens, createPlainSessions } from './logins-fixture.contract.ts';
import { createPlainSigningKeys } from './signing-keys-fixture.contract.ts';

const baseUrl = 'https://id.example.com/';
export const audience = `${baseUrl}api/v2/`;
/** A token with every scope; `with-scopes:a,b` has those, `for-a-user` was got with a password. */
const everything = 'everything';

/** The Management API on a server of its own, over memory. */
export interface ApiUnderTest {
  readonly server: FastifyInstance;
  readonly accounts: InMemoryAccountsStore;
  readonly tenant: TenantStore;
  readonly legacy: InMemoryLegacy;
  readonly sealer: Sealer;
  readonly clock: ManualClock;
  readonly logLines: readonly string[];
  call(method: string, path: string, options?: CallOptions): Promise<ApiAnswer>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly body?: unknown;
  /** A body as it goes over the wire, of this media type. */
  readonly raw?: { readonly text: string; readonly type: string };
  /** null: none. */
  readonly token?: string | null;
}

export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests assert what is in it
  readonly body: any;
}

export async function openApi(): Promise<ApiUnderTest> {
  const clock = createManualClock();
  const accounts = createInMemoryAccountsStore({ clock });
  const tenant = createInMemoryTenantStore({ forgetClient: (id) => accounts.forgetClient(id) });
  const legacy = createInMemoryLegacy();
  const sealer = createSealer([randomBytes(32)]);
  const logLines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void logLines.push(line) });
  const server = createHttpServer({ logger });
  const refreshTokens = createPlainRefreshTokens();
  const guard = {
    counters: createInMemoryAttemptCounters(),
    clock,
    key: Buffer.alloc(32),
    settings: tenant.settings.get,
  };
  const needs = {
    baseUrl,
    accounts,
    tenant,
    legacy: { ...legacy, conditionOf: () => ({ state: 'closed', inFlight: 0, waiting: 0 }) as const },
    isolation: { level: 'strict', reason: 'proven' },
    passwords: createPlainHasher(),
    policy: createStrictPolicy(),
    ticketKey: Buffer.alloc(32),
    linkTo: (purpose: string, secret: string) => `${baseUrl}${purpose}/${secret}`,
    sealer,
    checkScript,
    runScriptTrial: createInMemoryTrials(legacy),
    throttles: createThrottles(guard),
    checkEgressPattern: (pattern: string) => (pattern.includes(' ') ? `${pattern} is not valid` : undefined),
    tokens,
    signingKeys: createPlainSigningKeys(() => clock.now()),
    refreshTokens,
    sessions: createPlainSessions(refreshTokens),
    digestKey: Buffer.alloc(32),
    loginBlocks: createLoginBlocks(guard),
    clock,
  };
  await ensureManagementApi(tenant, { identifier: audience, scopes: managementScopes }, clock.now());
  await server.register(managementApi(needs));
  await server.ready();
  return {
    server,
    accounts,
    tenant,
    legacy,
    sealer,
    clock,
    logLines,
    call: (method, path, options) => call(server, method, path, options),
    close: () => server.close(),
  };
}

const checkScript = (source: string): { ok: true } | { ok: false; message: string; line: number } =>
  source.includes('function') ? { ok: true } : { ok: false, message: 'no function', line: 1 };

const tokens: AccessTokenVerifier = {
  async verify(token) {
    if (token === 'expired') return { ok: false, reason: 'expired' };
    const claims = { sub: 'machine@clients', azp: 'machine', scope: managementScopes };
    if (token === everything) return { ok: true, claims: { ...claims, gty: 'client-credentials' } };
    if (token === 'for-a-user') return { ok: true, claims: { ...claims, gty: 'password' } };
    const scopes = /^scopes-([\w.~-]*)$/.exec(token)?.[1];
    if (scopes === undefined) return { ok: false, reason: 'invalid' };
    const scope = scopes.split('.').map((each) => each.replace('~', ':'));
    return { ok: true, claims: { ...claims, scope, gty: 'client-credentials' } };
  },
};

/** A token with these scopes only. */
export function tokenWith(...scopes: readonly string[]): string {
  return `scopes-${scopes.map((each) => each.replace(':', '~')).join('.')}`;
}

async function call(
  server: FastifyInstance,
  method: string,
  path: string,
  { body, raw, token = everything }: CallOptions = {},
): Promise<ApiAnswer> {
  const sent =
    raw ?? (body === undefined ? undefined : { text: JSON.stringify(body), type: 'application/json' });
  const response = await server.inject({
    method: method as 'GET',
    url: `/api/v2${path}`,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(sent === undefined ? {} : { 'content-type': sent.type }),
    },
    ...(sent === undefined ? {} : { payload: sent.text }),
  });
  const isJson = response.headers['content-type']?.toString().includes('json') === true;
  return {
    status: response.statusCode,
    text: response.payload,
    headers: response.headers,
    body: isJson ? JSON.parse(response.payload) : undefined,
  };
}

/** One request as data. */
export interface RequestRow extends CallOptions {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contains?: readonly string[];
  readonly lacks?: readonly string[];
}

/** Sends a row's request and checks its answer. */
export async function checkRow(api: ApiUnderTest, row: RequestRow): Promise<ApiAnswer> {
  const answer = await api.call(row.method, row.path, row);
  assert.equal(answer.status, row.status, `${row.name}: ${answer.text}`);
  for (const part of row.contains ?? [])
    assert.ok(answer.text.includes(part), `${row.name}: no ${part} in ${answer.text}`);
  for (const part of row.lacks ?? [])
    assert.ok(!answer.text.includes(part), `${row.name}: ${part} in ${answer.text}`);
  if (answer.status >= 400) assertErrorForm(answer, row.name);
  return answer;
}

/** The Management API's own form, and nothing more. */
export function assertErrorForm({ status, body, text }: ApiAnswer, name: string): void {
  assert.equal(body?.statusCode, status, `${name}: ${text}`);
  assert.equal(typeof body.error, 'string', name);
  assert.equal(typeof body.message, 'string', name);
  const known = ['statusCode', 'error', 'message', 'errorCode'];
  assert.deepEqual(
    Object.keys(body).filter((key) => !known.includes(key)),
    [],
    name,
  );
}
