import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import {
  type AccountEvent,
  type Connection,
  type LogInAttempt,
  type LogInOutcome,
  readPasswordRules,
  type User,
} from '../../accounts/index.ts';
import { createHttpServer } from '../../http/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { createSealer, type Sealer } from '../../lib/sealed-secret.ts';
import type { Client, ResourceServer, TenantStore } from '../../tenant/index.ts';
import { createOidc, type Oidc } from '../index.ts';
import type { OidcNeeds } from '../needs.ts';
import { createInMemoryOidcPayloads } from './in-memory-oidc-payloads.ts';

export const issuer = 'https://id.example.com/';
export const management = `${issuer}api/v2/`;
export const api = 'https://api.example.com';
export const secret = 'correct-horse-battery-staple-secret-1';
export const password = 'Pa55word-canary';

/** The token edge on a server of its own, over memory, with a few clients and APIs and a scripted login. */
export interface OidcUnderTest {
  readonly server: FastifyInstance;
  readonly oidc: Oidc;
  readonly tenant: TenantStore;
  readonly storage: ReturnType<typeof createInMemoryOidcPayloads>;
  readonly sealer: Sealer;
  readonly users: Map<string, User>;
  /** Clients that may not use the connection any more. */
  readonly barred: Set<string>;
  readonly events: AccountEvent[];
  readonly attempts: LogInAttempt[];
  readonly logLines: string[];
  readonly clock: Clock & { now(): number; advance(ms: number): void };
  /** What the next logins come to, in place of a look at the user's password. */
  nextLogIn?: (attempt: LogInAttempt) => Promise<LogInOutcome>;
  post(path: string, body: Record<string, unknown>, options?: PostOptions): Promise<PostAnswer>;
  close(): Promise<void>;
}

export interface PostOptions {
  readonly as?: 'json' | 'form';
  readonly headers?: Record<string, string>;
}

export interface PostAnswer {
  readonly status: number;
  readonly text: string;
  readonly body: Record<string, unknown>;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A user as the tests log in: `ada@example.com`. */
export const ada: User = {
  userId: 'auth0|ada',
  connectionId: 'con_1',
  email: 'ada@example.com',
  emailVerified: true,
  username: null,
  name: 'Ada Lovelace',
  nickname: null,
  givenName: 'Ada',
  familyName: null,
  picture: null,
  phoneNumber: null,
  userMetadata: {},
  appMetadata: {},
  blocked: false,
  createdAt: 1_700_000_000_000,
  updatedAt: 1_700_000_000_000,
  lastLoginAt: null,
  lastIp: null,
  loginsCount: 0,
  lastPasswordChangeAt: null,
  credentialVersion: 1,
  origin: { how: 'created' },
};

const connection: Connection = {
  id: 'con_1',
  name: 'Users',
  displayName: null,
  realms: ['Users'],
  isDomainConnection: false,
  enabledClients: [],
  metadata: {},
  options: {
    importMode: false,
    enabledDatabaseCustomization: false,
    customScripts: {},
    configuration: {},
    requiresUsername: false,
    bruteForceProtection: true,
    disableSignup: false,
    legacyIdPrefix: '',
    keepUnknownProfileKeys: false,
    passwordRules: readPasswordRules({}),
    other: {},
  },
  refusalPeriodMs: null,
  createdAt: 0,
  updatedAt: 0,
};

/** A client as the tests make them. */
export function clientNamed(clientId: string, sealer: Sealer, changes: Partial<Client> = {}): Client {
  return {
    clientId,
    name: clientId,
    description: null,
    appType: 'regular_web',
    isFirstParty: true,
    grantTypes: [
      'password',
      'http://auth0.com/oauth/grant-type/password-realm',
      'refresh_token',
      'client_credentials',
    ],
    tokenEndpointAuthMethod: 'client_secret_post',
    sealedSecret: sealer.seal(secret, { table: 'clients', row: clientId, field: 'secret' }),
    callbacks: [],
    allowedLogoutUrls: [],
    allowedOrigins: [],
    webOrigins: [],
    idTokenAlg: 'RS256',
    idTokenLifetimeSeconds: 36_000,
    refreshTokens: {
      rotating: true,
      leewaySeconds: 0,
      lifetimeSeconds: 2_592_000,
      idleLifetimeSeconds: 1_296_000,
    },
    clientMetadata: {},
    other: {},
    createdAt: 0,
    updatedAt: 0,
    ...changes,
  };
}

function apiNamed(identifier: string, changes: Partial<ResourceServer> = {}): ResourceServer {
  return {
    id: randomBytes(12).toString('hex'),
    identifier,
    name: identifier,
    scopes: [
      { value: 'read:things', description: null },
      { value: 'write:things', description: null },
    ],
    signingAlg: 'RS256',
    tokenLifetimeSeconds: 7200,
    tokenLifetimeForWebSeconds: 3600,
    allowOfflineAccess: true,
    skipConsentForFirstParty: true,
    isSystem: false,
    createdAt: 0,
    ...changes,
  };
}

/** Opens all this over an empty tenant. `changes` replaces needs of the edge. */
export async function openOidc(
  tenant: TenantStore,
  changes: Partial<OidcNeeds> = {},
): Promise<OidcUnderTest> {
  const sealer = createSealer([randomBytes(32)]);
  const users = new Map([[ada.userId, ada]]);
  const clock = adjustableClock();
  const storage = createInMemoryOidcPayloads((userId) => users.get(userId)?.credentialVersion, clock);
  const logLines: string[] = [];
  await fill(tenant, sealer);
  const barred = new Set<string>();
  const parts = { tenant, storage, sealer, users, barred, clock, logLines, events: [], attempts: [] };
  const test: Omit<OidcUnderTest, 'server' | 'oidc' | 'post' | 'close'> = parts;
  const oidc = await createOidc({ ...needsOf(test), ...changes });
  const server = createHttpServer({
    logger: pino({ level: 'info' }, { write: (line) => void logLines.push(line) }),
  });
  await server.register(oidc.plugin);
  return Object.assign(test, {
    server,
    oidc,
    post: (path: string, body: Record<string, unknown>, options?: PostOptions) =>
      post(server, path, body, options),
    close: () => server.close(),
  });
}

function needsOf(test: Omit<OidcUnderTest, 'server' | 'oidc' | 'post' | 'close'>): OidcNeeds {
  return {
    issuer,
    tenant: test.tenant,
    sealer: test.sealer,
    storage: test.storage,
    clock: test.clock,
    cookieKeys: ['a cookie key'],
    logIn: async (attempt) => {
      test.attempts.push(attempt);
      if (test.nextLogIn !== undefined) return test.nextLogIn(attempt);
      const user = [...test.users.values()].find(({ email }) => email === attempt.identifier);
      if (user === undefined || attempt.password !== password) return { outcome: 'wrong-credentials' };
      return user.blocked ? { outcome: 'blocked' } : { outcome: 'authenticated', user, migrated: false };
    },
    connectionFor: async (_clientId, realm) => {
      if (realm === undefined && (await test.tenant.settings.get()).defaultDirectory === null) {
        return { outcome: 'no-default-directory' };
      }
      return realm === undefined || realm === 'Users'
        ? { outcome: 'found', connection }
        : { outcome: 'not-available' };
    },
    mayUseConnection: async (clientId) => !test.barred.has(clientId),
    findUser: async (userId) => test.users.get(userId),
    recordEvent: async (event) => void test.events.push(event),
  };
}

async function fill(tenant: TenantStore, sealer: Sealer): Promise<void> {
  await tenant.settings.update({ defaultDirectory: 'Users' });
  await tenant.clients.insert(clientNamed('web', sealer));
  await tenant.clients.insert(
    clientNamed('basic', sealer, { tokenEndpointAuthMethod: 'client_secret_basic' }),
  );
  await tenant.clients.insert(
    clientNamed('spa', sealer, { tokenEndpointAuthMethod: 'none', appType: 'spa' }),
  );
  await tenant.clients.insert(clientNamed('hs', sealer, { idTokenAlg: 'HS256' }));
  await tenant.clients.insert(clientNamed('machine', sealer, { grantTypes: ['client_credentials'] }));
  await tenant.resourceServers.insert(apiNamed(api));
  await tenant.resourceServers.insert(apiNamed('https://online.example.com', { allowOfflineAccess: false }));
  await tenant.resourceServers.insert(
    apiNamed(management, { isSystem: true, scopes: [{ value: 'read:users', description: null }] }),
  );
  for (const [id, clientId, audience, scope] of [
    ['cgr_1', 'machine', api, ['read:things']],
    ['cgr_2', 'machine', management, ['read:users']],
    ['cgr_3', 'web', management, ['read:users']],
    ['cgr_4', 'spa', api, ['read:things']],
  ] as const) {
    await tenant.clientGrants.insert({ id, clientId, audience, scope, createdAt: 0 });
  }
}

function adjustableClock(): OidcUnderTest['clock'] {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    advance: (ms) => {
      offset += ms;
    },
    waitUntil: async () => {},
  };
}

async function post(
  server: FastifyInstance,
  path: string,
  body: Record<string, unknown>,
  { as = 'form', headers = {} }: PostOptions = {},
): Promise<PostAnswer> {
  const isJson = as === 'json';
  const given = Object.entries(body).filter(([, value]) => value !== undefined);
  const form = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]));
  const answer = await server.inject({
    method: 'POST',
    url: path,
    payload: isJson ? JSON.stringify(body) : form.toString(),
    headers: {
      'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
      ...headers,
    },
  });
  const isObject = answer.body.startsWith('{');
  return {
    status: answer.statusCode,
    text: answer.body,
    body: isObject ? answer.json() : {},
    headers: answer.headers,
  };
}
