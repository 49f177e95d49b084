import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
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
  registerDocument(server, discoveryPath, 'OpenID Connect discovery', async () => document);
  registerDocument(server, jwksPath, 'The keys that tokens are signed with', jwks);
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

function registerDocument(
  server: FastifyInstance,
  url: string,
  summary: string,
  text: () => Promise<string>,
): void {
  server.route({
    method: 'GET',
    url,
    schema: {
      summary,
      response: { 200: Type.Unsafe<string>({ type: 'object', additionalProperties: true }) },
    },
    serializerCompiler: () => (text) => text, // it is JSON already
    handler: async (_request, reply) =>
      reply
        .header('cache-control', cacheControl)
        .header('access-control-allow-origin', '*') // public, and browsers check tokens too
        .type('application/json; charset=utf-8')
        .send(await text()),
  });
}
