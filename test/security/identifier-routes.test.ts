import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RouteOptions } from 'fastify';
import { registeredRoutes } from '../kit/registered-routes.ts';
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
  'GET /docs': 'nothing',
  'GET /healthz': 'nothing',
  'GET /metrics': 'nothing',
  'GET /openapi.json': 'nothing',
  'GET /readyz': 'nothing',
  'GET /u/assets/icon.:digest([0-9a-f]{12}).svg': 'nothing',
  'GET /u/assets/pages.:digest([0-9a-f]{12}).css': 'nothing',
  'GET /u/assets/pages.:digest([0-9a-f]{12}).js': 'nothing',
  'GET /u/assets/reference.:digest([0-9a-f]{12}).css': 'nothing',
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
  const routes = await registeredRoutes(() => startSegue(sqlite));
  assert.ok(routes.length > 50, `only ${routes.length} routes were seen`);
  const open = routes.filter((route) => !needsScope(route));
  const found = open.flatMap(identifierFields);
  const asked = new Set(questions.map(({ field }) => field));
  assert.deepEqual([...new Set(found)].toSorted(), [...asked].toSorted());
});

test('a route without a schema takes nothing but what is listed', async () => {
  assert.ok(sqlite !== undefined);
  const routes = await registeredRoutes(() => startSegue(sqlite));
  const unread = routes
    .filter((route) => !needsScope(route) && !isDescribed(route))
    .flatMap(namesOf)
    .filter((name) => !/^(HEAD|OPTIONS) /.test(name));
  assert.deepEqual([...new Set(unread)].toSorted(), Object.keys(withoutSchema).toSorted());
});

function needsScope({ schema }: RouteOptions): boolean {
  return (schema?.security ?? []).some((requirement) => Object.values(requirement).flat().length > 0);
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
