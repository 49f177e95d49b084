import { type Static, type TSchema, Type } from 'typebox';
import type { ResourceServer, ResourceServerPatch } from '../tenant/index.ts';
import { shown, text } from './schemas.ts';

/** A resource server in the API's form. */
export const resourceServerSchema: TSchema = shown('ResourceServer', {
  id: Type.String(),
  identifier: Type.String(),
  name: Type.String(),
  is_system: Type.Boolean(),
  scopes: Type.Array(Type.Object({ value: Type.String(), description: Type.Optional(Type.String()) })),
  signing_alg: Type.String(),
  token_lifetime: Type.Integer(),
  token_lifetime_for_web: Type.Integer(),
  allow_offline_access: Type.Boolean(),
  skip_consent_for_verifiable_first_party_clients: Type.Boolean(),
});

/** Path of an endpoint about one resource server. */
export const resourceServerParams = Type.Object({ id: text(600, 'The id or the identifier') });

const lifetime = Type.Optional(Type.Integer({ minimum: 1, maximum: 2_592_000 }));

/** What both create and patch take of a resource server. */
export const resourceServerProperties = {
  scopes: Type.Optional(
    Type.Array(
      Type.Object(
        {
          value: Type.String({ minLength: 1, maxLength: 280, pattern: '^[\\x21\\x23-\\x5b\\x5d-\\x7e]+$' }),
          description: Type.Optional(text(500)),
        },
        { additionalProperties: false },
      ),
      { maxItems: 1000 },
    ),
  ),
  signing_alg: Type.Optional(Type.Enum(['RS256'])),
  token_lifetime: lifetime,
  token_lifetime_for_web: lifetime,
  allow_offline_access: Type.Optional(Type.Boolean()),
  skip_consent_for_verifiable_first_party_clients: Type.Optional(Type.Boolean()),
  // What exports from Auth0 carry; the values that mean "as usual" have no effect, others would be a lie.
  enforce_policies: Type.Optional(Type.Literal(false)),
  token_dialect: Type.Optional(Type.Literal('access_token')),
  consent_policy: Type.Optional(Type.Null()),
  authorization_details: Type.Optional(Type.Null()),
  proof_of_possession: Type.Optional(Type.Null()),
  token_encryption: Type.Optional(Type.Null()),
  subject_type_authorization: Type.Optional(
    Type.Object({
      user: Type.Optional(Type.Object({ policy: Type.Literal('allow_all') })),
      client: Type.Optional(Type.Object({ policy: Type.Literal('require_client_grant') })),
    }),
  ),
};

const wire = Type.Object({ name: Type.Optional(text(200)), ...resourceServerProperties });

/** What a body says of a resource server, in our words; what it does not say is left out. */
export function readResourceServer(body: Static<typeof wire>): ResourceServerPatch {
  const named = {
    name: body.name,
    scopes: body.scopes?.map(({ value, description }) => ({ value, description: description ?? null })),
    signingAlg: body.signing_alg,
    tokenLifetimeSeconds: body.token_lifetime,
    tokenLifetimeForWebSeconds: body.token_lifetime_for_web,
    allowOfflineAccess: body.allow_offline_access,
    skipConsentForFirstParty: body.skip_consent_for_verifiable_first_party_clients,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

/** A resource server as the API shows it. */
export function resourceServerForm(resourceServer: ResourceServer): object {
  return {
    id: resourceServer.id,
    identifier: resourceServer.identifier,
    name: resourceServer.name,
    is_system: resourceServer.isSystem,
    scopes: resourceServer.scopes.map(({ value, description }) => ({
      value,
      ...(description === null ? {} : { description }),
    })),
    signing_alg: resourceServer.signingAlg,
    token_lifetime: resourceServer.tokenLifetimeSeconds,
    token_lifetime_for_web: resourceServer.tokenLifetimeForWebSeconds,
    allow_offline_access: resourceServer.allowOfflineAccess,
    skip_consent_for_verifiable_first_party_clients: resourceServer.skipConsentForFirstParty,
  };
}
