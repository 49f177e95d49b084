import type { FastifyInstance } from 'fastify';
import Type, { type TSchema } from 'typebox';
import { revocationPath, tokenPath } from './ask-provider.ts';
import { claimsByScope, oidcScopes } from './claims.ts';
import { servedGrantTypes } from './grant-types.ts';

const discoveryPath = '/.well-known/openid-configuration';
const jwksPath = '/.well-known/jwks.json';

// Short enough for a new key to be seen before it signs, long enough that APIs do not ask for each token.
const cacheControl = 'public, max-age=15, stale-while-revalidate=15, stale-if-error=86400'; // Auth0's

/** The two documents by which others find and check us. They name what is served today, and nothing else. */
export function registerDiscovery(
  server: FastifyInstance,
  issuer: string,
  jwks: () => Promise<string>,
): void {
  const document = JSON.stringify(discoveryDocument(issuer));
  registerDocument(server, { ...discovery, text: async () => document });
  registerDocument(server, { ...keySet, text: jwks });
}

/** OpenID Connect Discovery 1.0, 3. There is no authorization endpoint yet, hence no response type. */
function discoveryDocument(issuer: string): Readonly<Record<string, unknown>> {
  const at = (path: string): string => issuer + path.slice(1);
  return {
    issuer,
    token_endpoint: at(tokenPath),
    revocation_endpoint: at(revocationPath),
    userinfo_endpoint: at('/userinfo'),
    jwks_uri: at(jwksPath),
    grant_types_supported: servedGrantTypes,
    response_types_supported: [],
    scopes_supported: oidcScopes,
    claims_supported: ['aud', 'exp', 'iat', 'iss', ...Object.values(claimsByScope).flat()],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'HS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
  };
}

interface ServedDocument {
  readonly url: string;
  readonly summary: string;
  readonly schema: TSchema;
  readonly text: () => Promise<string>;
}

const discovery: Omit<ServedDocument, 'text'> = {
  url: discoveryPath,
  summary: 'Find the endpoints of this server',
  schema: Type.Object(
    {
      issuer: Type.String(),
      token_endpoint: Type.String(),
      revocation_endpoint: Type.String(),
      userinfo_endpoint: Type.String(),
      jwks_uri: Type.String(),
    },
    {
      title: 'Discovery',
      description: 'OpenID Connect Discovery 1.0, 3',
      additionalProperties: true,
      examples: [discoveryDocument('https://login.morgenrot.example/')],
    },
  ),
};

const keySet: Omit<ServedDocument, 'text'> = {
  url: jwksPath,
  summary: 'Get the keys that tokens are signed with',
  schema: Type.Object(
    {
      keys: Type.Array(
        Type.Object(
          { kty: Type.String(), kid: Type.String(), use: Type.String(), alg: Type.String() },
          { additionalProperties: true },
        ),
      ),
    },
    {
      title: 'KeySet',
      description: 'RFC 7517, 5',
      additionalProperties: true,
      examples: [
        { keys: [{ kty: 'RSA', kid: 'c1QpX8vT2nE5wYb0', use: 'sig', alg: 'RS256', e: 'AQAB', n: 'uX2k…' }] },
      ],
    },
  ),
};

function registerDocument(server: FastifyInstance, { url, summary, schema, text }: ServedDocument): void {
  server.route({
    method: 'GET',
    url,
    schema: { summary, response: { 200: schema } },
    serializerCompiler: () => (text) => text, // it is JSON already
    handler: async (_request, reply) =>
      reply
        .header('cache-control', cacheControl)
        .header('access-control-allow-origin', '*') // public, and browsers check tokens too
        .type('application/json; charset=utf-8')
        .send(await text()),
  });
}
