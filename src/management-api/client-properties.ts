import { type Static, Type } from 'typebox';
import type { JsonObject } from '../lib/json.ts';
import {
  type ClientPatch,
  expiringLifetimes,
  knownGrantTypes,
  type RefreshTokenPolicy,
  unlimitedSeconds,
} from '../tenant/index.ts';
import { nullableText, text, textRecord } from './schemas.ts';

// Listed by clients that come from Auth0; the token endpoint does not serve them.
const unservedGrantTypes = [
  'http://auth0.com/oauth/grant-type/mfa-oob',
  'http://auth0.com/oauth/grant-type/mfa-otp',
  'http://auth0.com/oauth/grant-type/mfa-recovery-code',
  'http://auth0.com/oauth/grant-type/passwordless/otp',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'urn:openid:params:grant-type:ciba',
] as const;

const urls = Type.Optional(Type.Array(text(2048), { maxItems: 100 }));

// A year is Auth0's longest; longer is "infinite" there.
const maxLifetimeSeconds = 157_788_000;

const lifetime = Type.Optional(Type.Integer({ minimum: 1, maximum: maxLifetimeSeconds }));

/** Path of an endpoint about one client. */
export const clientParams = Type.Object({ id: text(128, 'The client_id') });

/** What both create and patch take of a client. Keys that are not named here are kept as they are. */
export const clientProperties = {
  description: Type.Optional(nullableText(140)),
  app_type: Type.Optional(Type.Enum(['native', 'spa', 'regular_web', 'non_interactive'])),
  is_first_party: Type.Optional(Type.Boolean()),
  grant_types: Type.Optional(
    Type.Array(Type.Enum([...knownGrantTypes, ...unservedGrantTypes]), { maxItems: 20 }),
  ),
  token_endpoint_auth_method: Type.Optional(Type.Enum(['none', 'client_secret_post', 'client_secret_basic'])),
  client_secret: Type.Optional(Type.String({ minLength: 32, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' })),
  callbacks: urls,
  allowed_logout_urls: urls,
  allowed_origins: urls,
  web_origins: urls,
  jwt_configuration: Type.Optional(
    Type.Object({
      alg: Type.Optional(Type.Enum(['RS256', 'HS256'])),
      lifetime_in_seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_592_000 })),
    }),
  ),
  refresh_token: Type.Optional(
    Type.Object({
      rotation_type: Type.Optional(Type.Enum(['rotating', 'non-rotating'])),
      expiration_type: Type.Optional(Type.Enum(['expiring', 'non-expiring'])),
      leeway: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
      token_lifetime: lifetime,
      idle_token_lifetime: lifetime,
      infinite_token_lifetime: Type.Optional(Type.Boolean()),
      infinite_idle_token_lifetime: Type.Optional(Type.Boolean()),
    }),
  ),
  client_metadata: Type.Optional(textRecord(10, 255, 'Free for the operator')),
};

const wire = Type.Object({ name: Type.Optional(text(300)), ...clientProperties });

type WireClient = Static<typeof wire>;

/** What a body says of a client, in our words; `current` is what it changes. */
export function readClient(body: WireClient, current: CurrentClient): ClientPatch {
  const named = {
    name: body.name,
    description: body.description,
    appType: body.app_type,
    isFirstParty: body.is_first_party,
    grantTypes: body.grant_types,
    tokenEndpointAuthMethod: body.token_endpoint_auth_method,
    secret: body.client_secret,
    callbacks: body.callbacks,
    allowedLogoutUrls: body.allowed_logout_urls,
    allowedOrigins: body.allowed_origins,
    webOrigins: body.web_origins,
    idTokenAlg: body.jwt_configuration?.alg,
    idTokenLifetimeSeconds: body.jwt_configuration?.lifetime_in_seconds,
    refreshTokens: body.refresh_token && readPolicy(body.refresh_token, current.refreshTokens),
    clientMetadata: body.client_metadata,
    other: otherProperties(body, current.other),
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

interface CurrentClient {
  readonly refreshTokens: RefreshTokenPolicy;
  readonly other: JsonObject;
}

function readPolicy(
  body: NonNullable<WireClient['refresh_token']>,
  current: RefreshTokenPolicy,
): RefreshTokenPolicy {
  return {
    rotating: body.rotation_type === undefined ? current.rotating : body.rotation_type === 'rotating',
    leewaySeconds: body.leeway ?? current.leewaySeconds,
    lifetimeSeconds: readLifetime(body.expiration_type, {
      asked: body.token_lifetime,
      isInfinite: body.infinite_token_lifetime,
      current: current.lifetimeSeconds,
      usual: expiringLifetimes.lifetimeSeconds,
    }),
    idleLifetimeSeconds: readLifetime(body.expiration_type, {
      asked: body.idle_token_lifetime,
      isInfinite: body.infinite_idle_token_lifetime,
      current: current.idleLifetimeSeconds,
      usual: expiringLifetimes.idleLifetimeSeconds,
    }),
  };
}

interface LifetimeSeconds {
  readonly asked: number | undefined;
  readonly isInfinite: boolean | undefined;
  readonly current: number;
  readonly usual: number;
}

/** A lifetime without an end gets the usual one when the body says that there is an end and not when. */
function readLifetime(
  expirationType: 'expiring' | 'non-expiring' | undefined,
  { asked, isInfinite, current, usual }: LifetimeSeconds,
): number {
  if (expirationType === 'non-expiring' || isInfinite === true) return unlimitedSeconds;
  if (asked !== undefined) return asked;
  const isToEnd = expirationType === 'expiring' || isInfinite === false;
  return isToEnd && current >= unlimitedSeconds ? usual : current;
}

const ours: ReadonlySet<string> = new Set([
  ...Object.keys(clientProperties),
  'name',
  'client_id',
  'tenant',
  'global',
]);

/** Properties that we only keep: merged over those kept already, null takes one away. */
function otherProperties(body: object, current: JsonObject): JsonObject | undefined {
  const sent = Object.entries(body as JsonObject).filter(([name]) => !ours.has(name));
  if (sent.length === 0) return undefined;
  return Object.fromEntries(
    [...new Map([...Object.entries(current), ...sent])].filter(([, value]) => value !== null),
  );
}
