import { passwordRealm } from '../../kit/legacy-connection.ts';
import type { FurnishedTenant } from './furnished-tenant.ts';

/** A request that would be taken, with some text in one place of it. */
export interface TextPlace {
  /** Where: route, part and field. */
  readonly name: string;
  readonly path: string;
  readonly init: RequestInit;
  /** Whether people read the answer. */
  readonly isPage: boolean;
}

const nul = 'a\0b';
const halfPair = 'x\ud800y';

/** Every place beside the Management API's bodies into which a caller can write text, with text that no store keeps. */
export function unstorablePlaces(tenant: FurnishedTenant): readonly TextPlace[] {
  return [...inBodies(tenant), ...inQueries(tenant), ...inPages()];
}

type Fields = Readonly<Record<string, unknown>>;

function bodiesOf({ connection, user, newPassword }: FurnishedTenant): Readonly<Record<string, Fields>> {
  const { application, name } = connection;
  const { client_id } = application;
  const login = { ...application, realm: name, username: user.email, password: user.password };
  return {
    'dbconnections/signup': {
      client_id,
      connection: name,
      email: 'unstorable@example.com',
      password: newPassword,
      name: 'x',
      given_name: 'x',
      family_name: 'x',
      nickname: 'x',
      picture: 'https://example.com/x',
      user_metadata: { x: 'x' },
      'what we do not know': 'x',
    },
    'dbconnections/change_password': { client_id, connection: name, email: user.email, unknown: 'x' },
    'oauth/token': { ...login, grant_type: passwordRealm, scope: 'openid', audience: 'x', unknown: 'x' },
    'oauth/revoke': { ...application, token: 'x', token_type_hint: 'refresh_token', unknown: 'x' },
    userinfo: { unknown: 'x' },
  };
}

function inBodies(tenant: FurnishedTenant): readonly TextPlace[] {
  return Object.entries(bodiesOf(tenant)).flatMap(([path, fields]) =>
    Object.keys(fields).flatMap((field) => [
      inJson(path, { ...fields, [field]: unlike(fields[field], nul) }, `NUL in ${field}`),
      inJson(path, { ...fields, [field]: unlike(fields[field], halfPair) }, `half a pair in ${field}`),
      inForm(path, { ...fields, [field]: nul }, `NUL in ${field}`),
    ]),
  );
}

/** The text in the place of a value; of an object, in a key and in what stands under it. */
function unlike(value: unknown, text: string): unknown {
  return typeof value === 'object' ? { fine: 'x', [text]: text } : text;
}

function inJson(path: string, body: object, what: string): TextPlace {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  return { name: `POST /${path}, JSON: ${what}`, path, init, isPage: false };
}

function inForm(path: string, fields: Fields, what: string): TextPlace {
  const texts = Object.entries(fields).filter(
    (field): field is [string, string] => typeof field[1] === 'string',
  );
  const init = { method: 'POST', body: new URLSearchParams(texts) };
  return { name: `POST /${path}, form: ${what}`, path, init, isPage: false };
}

function inQueries({ operator, user }: FurnishedTenant): readonly TextPlace[] {
  const bearer = { headers: { authorization: `Bearer ${operator}` } };
  const places: readonly (readonly [string, RequestInit])[] = [
    ['userinfo?x=%00', {}],
    ['.well-known/openid-configuration?%00=x', {}],
    ['.well-known/jwks.json?x=%00', {}],
    ['healthz?x=%00', {}],
    ['api/v2/users-by-email?email=a%00%40example.com', bearer],
    [`api/v2/users/${encodeURIComponent(user.id)}?fields=%00`, bearer],
    [`api/v2/users/${encodeURIComponent(user.id)}%00`, bearer],
    ['api/v2/segue/tombstones?email=%00', bearer],
    ['api/v2/segue/tombstones/%00', { ...bearer, method: 'DELETE' }],
  ];
  return places.map(([path, init]) => ({
    name: `${init.method ?? 'GET'} /${path}`,
    path,
    init,
    isPage: false,
  }));
}

function inPages(): readonly TextPlace[] {
  const page = 'u/reset-password?ticket=AAAAAAAAAAAAAAAAAAAAAAAA';
  const verification = 'u/email-verification?ticket=AAAAAAAAAAAAAAAAAAAAAAAA';
  const pagePlace = (path: string, name: string, init: RequestInit = {}): TextPlace => ({
    name: `/${path.split('?', 1)[0]}: ${name}`,
    path,
    init,
    isPage: true,
  });
  return [
    ...[page, verification].flatMap((path) => [
      pagePlace(`${path}%00`, 'NUL in the ticket'),
      pagePlace(path, 'NUL in a field', { method: 'POST', body: new URLSearchParams({ password: nul }) }),
    ]),
    pagePlace(`${page}&ui_locales=%00`, 'NUL in the languages'),
  ];
}
