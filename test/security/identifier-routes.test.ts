import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { test } from 'node:test';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { questions } from './enumeration/questions.ts';

/** Names of fields by which one says who somebody is. */
const identifies =
  /^(e?mail|e-?mail_?address|user_?name|user|user_?id|login|login_hint|identifier|phone(_?number)?|sub|id_token_hint|logout_hint)$/i;

/** Parts of a request that a schema describes. */
const parts = ['body', 'querystring', 'params', 'headers'] as const;

/** Open routes without a schema of what they read, and what that is: nothing that says who somebody is. */
const withoutSchema: Readonly<Record<string, string>> = {
  'GET /.well-known/jwks.json': 'nothing',
  'GET /.well-known/openid-configuration': 'nothing',
  'GET /api/v2/openapi.json': 'nothing',
  'GET /healthz': 'nothing',
  'GET /metrics': 'nothing',
  'GET /readyz': 'nothing',
  'GET /u/assets/icon.:digest([0-9a-f]{12}).svg': 'nothing',
  'GET /u/assets/pages.:digest([0-9a-f]{12}).css': 'nothing',
  'GET /u/assets/pages.:digest([0-9a-f]{12}).js': 'nothing',
  'GET /u/email-verification': 'the secret of a link',
  'GET /u/email-verification/done': 'a sealed address to go on to',
  'GET /u/reset-password': 'the secret of a link',
  'GET /u/reset-password/done': 'a sealed address to go on to',
  'GET /userinfo': 'a bearer token',
  'POST /u/email-verification': 'the secret of a link',
  'POST /u/reset-password': 'the secret of a link, and a new password',
  'POST /userinfo': 'a bearer token',
};

const [sqlite] = stores;

test('no route takes an identifier from a stranger but those that enumeration.test.ts asks', async () => {
  assert.ok(sqlite !== undefined);
  const routes = await routesOf(() => startSegue(sqlite));
  assert.ok(routes.length > 50, `only ${routes.length} routes were seen`);
  const open = routes.filter((route) => !needsScope(route));
  const found = open.flatMap(identifierFields);
  const asked = new Set(questions.map(({ field }) => field));
  assert.deepEqual([...new Set(found)].toSorted(), [...asked].toSorted());
});

test('a route without a schema takes nothing but what is listed', async () => {
  assert.ok(sqlite !== undefined);
  const routes = await routesOf(() => startSegue(sqlite));
  const unread = routes
    .filter((route) => !needsScope(route) && !isDescribed(route))
    .flatMap(namesOf)
    .filter((name) => !/^(HEAD|OPTIONS) /.test(name));
  assert.deepEqual([...new Set(unread)].toSorted(), Object.keys(withoutSchema).toSorted());
});

/** Every route of the server that is started meanwhile, as it was registered. */
async function routesOf(start: () => ReturnType<typeof startSegue>): Promise<readonly RouteOptions[]> {
  const routes: RouteOptions[] = [];
  // Fastify's own channel for those who watch it: nothing in the product knows of this test.
  const watch = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', (route) => void routes.push({ ...route }));
  };
  subscribe('fastify.initialization', watch);
  try {
    const segue = await start();
    await segue.stop();
  } finally {
    unsubscribe('fastify.initialization', watch);
  }
  return routes;
}

function needsScope({ schema }: RouteOptions): boolean {
  const security = schema !== undefined && 'security' in schema ? schema.security : undefined;
  return Array.isArray(security) && security.length > 0;
}

function identifierFields(route: RouteOptions): readonly string[] {
  const fields = parts.flatMap((part) => fieldsIn(route.schema?.[part]));
  const inPath = [...route.url.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const named = [...fields, ...inPath].filter((field) => identifies.test(field));
  return namesOf(route).flatMap((name) => named.map((field) => `${name} ${field}`));
}

/** Every name that a schema has for a property, at any depth. */
function fieldsIn(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(fieldsIn);
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && typeof schema.properties === 'object'
      ? Object.keys(schema.properties ?? {})
      : [];
  return [...own, ...Object.values(schema).flatMap(fieldsIn)];
}

function namesOf({ method, url }: RouteOptions): readonly string[] {
  return [method].flat().map((each) => `${each} ${url}`);
}

function isDescribed({ schema }: RouteOptions): boolean {
  return schema?.body !== undefined || schema?.querystring !== undefined;
}
