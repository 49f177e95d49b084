import fc from 'fast-check';
import { isPlainObject } from '../../../src/lib/json.ts';
import { fitting, noise, noisyText, spoiled } from '../../../src/management-api/arbitraries.contract.ts';
import type { FurnishedTenant } from './furnished-tenant.ts';
import type { Operation } from './operations.ts';

/** A request as it goes over the wire, but for its path. */
export interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';

const brokenJson = fc.constantFrom(
  '',
  '{',
  '{"a":1,}',
  '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":{"a":1}}}',
  '"\\ud800"',
  '{"\\u0000":"\\u0000"}',
  '['.repeat(100_000),
  '1e999',
  'null',
  `"${'x'.repeat(1_100_000)}"`,
  '\ufeff{}',
);
const brokenForm = fc.constantFrom(
  'a=1&a=2',
  'grant_type=password&grant_type=password',
  '__proto__=1',
  'constructor=1&prototype=2',
  'username=%',
  'password=%ff%fe',
  'username=%00',
  'a&'.repeat(5_000),
  `password=${'x'.repeat(40_000)}`,
  '=&=&=',
);
const wrongTypes = fc.constantFrom(
  'text/plain',
  'text/html',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/json; charset=utf-16',
  'nonsense',
  '',
);

/** Bodies that fit, nearly fit, or are no bodies at all. */
export function bodies(schema: unknown): fc.Arbitrary<Sent> {
  const values =
    schema === undefined ? noise : fc.oneof(fitting(schema), spoiled(schema), spoiled(schema), noise);
  const sent =
    (type: string) =>
    (body: string | undefined): Sent => ({
      headers: body === undefined || type === '' ? {} : { 'content-type': type },
      body,
    });
  return fc.oneof(
    { weight: 8, arbitrary: values.map((value) => sent(json)(JSON.stringify(value))) },
    { weight: 3, arbitrary: fc.oneof(brokenJson, noisyText).map(sent(json)) },
    { weight: 2, arbitrary: fc.oneof(brokenForm, noisyText).map(sent(form)) },
    { weight: 1, arbitrary: fc.tuple(wrongTypes, noisyText).map(([type, body]) => sent(type)(body)) },
  );
}

/** The fields of the token and revocation endpoints. */
export const tokenSchema = {
  type: 'object',
  properties: Object.fromEntries(
    [
      'client_id',
      'client_secret',
      'username',
      'password',
      'realm',
      'audience',
      'scope',
      'refresh_token',
      'token',
    ].map((name) => [name, { type: 'string' }]),
  ),
};

/** Forms of known fields with unknown values, as somebody who probes would send them. */
export function forms({ connection, user }: FurnishedTenant): fc.Arbitrary<Sent> {
  const { application, name: realm } = connection;
  const known = { ...application, realm, username: user.email, password: user.password, token: 'x' };
  const field = fc.constantFrom(...Object.keys(known), 'grant_type', 'audience', 'scope', 'refresh_token');
  const grantType = fc.constantFrom(
    'password',
    'client_credentials',
    'refresh_token',
    'authorization_code',
    '',
  );
  return fc.tuple(grantType, field, noisyText).map(([grant_type, name, value]) => ({
    headers: { 'content-type': form },
    body: new URLSearchParams({ ...known, grant_type, [name]: value.toWellFormed() }).toString(),
  }));
}

/** `Authorization` headers, none of them good. */
export const authorizations: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Basic',
    'Basic !!!',
    'Basic Og==',
    'Basic JTAwOiUwMA==',
  ),
  fc.constantFrom(
    'Bearer e30.e30.',
    'Bearer eyJhbGciOiJub25lIn0.e30.',
    `Bearer ${'a'.repeat(9_000)}`,
    'Negotiate x',
  ),
  fc.base64String({ maxLength: 200 }).map((credentials) => `Basic ${credentials}`),
);

/** Query strings that no route asks for. */
export const queries: fc.Arbitrary<string> = fc.oneof(
  fc.constant(''),
  fc.constantFrom('?a=1&a=2', '?__proto__=1', '?access_token=x', '?%', '?%ff=%ff', '?a[b]=c'),
  fc.webQueryParameters().map((query) => `?${query}`),
);

/** The route's path with an id that is there or is not, and a query that fits or does not. */
export function pathsOf(route: string, { query }: Operation, tenant: FurnishedTenant): fc.Arbitrary<string> {
  const [, template = '/'] = route.split(' ');
  const { user, doomedConnection, doomedClient, doomedGrant, log, tombstone } = tenant;
  const known = fc.constantFrom(
    user.id,
    doomedConnection,
    doomedClient,
    doomedGrant,
    log,
    tombstone,
    tenant.resourceServer,
  );
  const id = fc
    .oneof(known, noisyText)
    .map((value) => encodeURIComponent(value.toWellFormed()).slice(0, 4_000) || '%20');
  const values = fc.oneof(fitting(query), spoiled(query)).map(queryOf);
  return fc
    .tuple(id, fc.oneof(values, queries))
    .map(([value, search]) => template.replace('{id}', value) + search);
}

// Node itself ends a request whose line and headers are longer than 16 kB, before any route is known.
const mostQueryCharacters = 6_000;

function queryOf(query: unknown): string {
  if (!isPlainObject(query)) return '';
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value]
      .flat()
      .map((each): [string, string] => [
        name,
        (typeof each === 'string' ? each : (JSON.stringify(each) ?? '')).toWellFormed().slice(0, 2_000),
      ]),
  );
  return `?${new URLSearchParams(pairs)}`.slice(0, mostQueryCharacters);
}
