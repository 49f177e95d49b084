import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import Type from 'typebox';
import type { AccountEvent } from '../accounts/index.ts';
import {
  authenticationErrorForm,
  calledByApplications,
  clientCredentials,
  refusedAs,
  sourceOf,
} from '../http/index.ts';
import type { TenantStore } from '../tenant/index.ts';
import { askForTokens, askToRevoke, revocationPath, tokenPath } from './ask-provider.ts';
import { readClientId } from './client-id.ts';
import type { ProviderAnswer, ProviderContext } from './provider-fence.ts';
import { asRefusal, type Refusal } from './refusal.ts';
import {
  readParameters,
  revocationParametersSchema,
  type TokenParameters,
  tokenParametersSchema,
  tokenResponseSchema,
} from './token-parameters.ts';
import type { TokenRequest } from './token-request.ts';

export interface TokenEndpointNeeds {
  readonly issuer: string;
  /** The one with the signing keys of now. */
  readonly provider: () => Promise<Provider>;
  readonly tenant: { readonly clients: Pick<TenantStore['clients'], 'find'> };
  recordEvent(event: AccountEvent): Promise<unknown>;
}

const bodyLimitBytes = 32 * 1024; // what all parameters come to at their longest, twice over
const errorResponses = refusedAs(authenticationErrorForm, [400, 401, 403, 413, 415, 429, 500, 503]);
const consumes = ['application/x-www-form-urlencoded', 'application/json'];

/** `POST /oauth/token`: tokens for a grant, in a form or JSON. */
export function registerTokenEndpoint(server: FastifyInstance, needs: TokenEndpointNeeds): void {
  server.route<{ Body: TokenParameters }>({
    method: 'POST',
    url: tokenPath,
    config: calledByApplications,
    bodyLimit: bodyLimitBytes,
    schema: {
      summary: 'Get tokens',
      description:
        'For a password (grant_type password, or Auth0’s password-realm with a realm), a refresh token, or an application’s own credentials (client_credentials).',
      security: clientCredentials,
      consumes,
      body: tokenParametersSchema,
      response: { ...errorResponses, 200: tokenResponseSchema },
    },
    async handler(request, reply) {
      reply.header('pragma', 'no-cache'); // RFC 6749, 5.1
      const asked = await tokenRequest(needs, request);
      const answer = await askForTokens(await needs.provider(), asked);
      if (answer.is === 'refused') await recordRefusal(needs, asked, asRefusal(answer.error));
      return send(needs, request, reply, answer);
    },
  });
}

/** `POST /oauth/revoke`: ends the family of a refresh token (RFC 7009), in a form or JSON. */
export function registerRevocationEndpoint(server: FastifyInstance, needs: TokenEndpointNeeds): void {
  server.route<{ Body: TokenParameters }>({
    method: 'POST',
    url: revocationPath,
    config: calledByApplications,
    bodyLimit: bodyLimitBytes,
    schema: {
      summary: 'Revoke a refresh token',
      description: 'Ends the whole family of the token (RFC 7009). An unknown token is no error.',
      security: clientCredentials,
      consumes,
      body: revocationParametersSchema,
      response: { ...errorResponses, 200: Type.Null({ description: 'Revoked, or unknown; no body' }) },
    },
    async handler(request, reply) {
      const asked = await tokenRequest(needs, request);
      const answer = await askToRevoke(await needs.provider(), asked);
      if (answer.is === 'answered') await recordRevocation(needs, asked, answer.context);
      return send(needs, request, reply, answer);
    },
  });
}

async function tokenRequest(
  { tenant }: TokenEndpointNeeds,
  request: FastifyRequest<{ Body: TokenParameters }>,
): Promise<TokenRequest> {
  const params = readParameters(request.body);
  const { authorization } = request.headers;
  const forwardedFor = request.headers['auth0-forwarded-for'];
  const clientId = readClientId(params.client_id, authorization);
  return {
    params,
    authorization,
    client: clientId === undefined ? undefined : await tenant.clients.find(clientId),
    source: sourceOf(request),
    forwardedFor: typeof forwardedFor === 'string' ? forwardedFor : undefined,
  };
}

function send(
  { issuer }: TokenEndpointNeeds,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: ProviderAnswer,
): FastifyReply {
  if (answer.is === 'fault') throw answer.error; // logged and told as every other
  if (answer.is === 'answered') return reply.code(200).send(answer.body);
  const { status, error, description, retryAfterSeconds } = asRefusal(answer.error).facts;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  // RFC 6749, 5.2: to who came with Basic, in kind
  if (status === 401 && request.headers.authorization)
    reply.header('www-authenticate', `Basic realm="${issuer}"`);
  return reply.code(status).send({ error, error_description: description });
}

/** Refused logins are recorded by the login itself. */
async function recordRefusal(
  { recordEvent }: TokenEndpointNeeds,
  { params, client, source }: TokenRequest,
  { facts }: Refusal,
): Promise<void> {
  const error = facts.reason ?? facts.error;
  const clientId = client?.clientId ?? null;
  if (params.grant_type === 'client_credentials') {
    await recordEvent({ kind: 'client-token-refused', error, clientId, source });
  }
  if (params.grant_type === 'refresh_token') {
    await recordEvent({
      kind: 'token-refresh-refused',
      error,
      clientId,
      userId: facts.userId ?? null,
      source,
    });
  }
}

async function recordRevocation(
  { recordEvent }: TokenEndpointNeeds,
  { client, source }: TokenRequest,
  { oidc }: ProviderContext,
): Promise<void> {
  const { RefreshToken, AccessToken } = oidc.entities;
  const revoked = RefreshToken ?? AccessToken;
  if (revoked === undefined || revoked.clientId !== client?.clientId) return;
  await recordEvent({
    kind: 'token-revoked',
    clientId: revoked.clientId ?? null,
    userId: revoked.accountId,
    source,
  });
}
