import type Provider from 'oidc-provider';
import { isConfidential } from './clients.ts';
import { isServed } from './grant-types.ts';
import { ask, type ProviderAnswer } from './provider-fence.ts';
import { missingParameter, Refusal } from './refusal.ts';
import type { TokenRequest } from './token-request.ts';

export const tokenPath = '/oauth/token';
export const revocationPath = '/oauth/revoke';

/** Asks for tokens: the provider authenticates the client and calls the grant's handler. */
export async function askForTokens(provider: Provider, request: TokenRequest): Promise<ProviderAnswer> {
  const { grant_type: grantType, scope } = request.params;
  const refusal = refusalOf(request) ?? refusalOfGrantType(grantType);
  if (refusal !== undefined) return { is: 'refused', error: refusal };
  // The rest of the parameters is for our handlers, which have the request.
  return askAs(
    provider,
    tokenPath,
    { ...(grantType && { grant_type: grantType }), ...(scope && { scope }) },
    request,
  );
}

/** Asks to revoke a token: nothing happens, and nothing is told, when it is unknown or another client's. */
export async function askToRevoke(provider: Provider, request: TokenRequest): Promise<ProviderAnswer> {
  const { token } = request.params;
  const refusal = refusalOf(request);
  if (refusal !== undefined) return { is: 'refused', error: refusal };
  if (token === undefined) return { is: 'refused', error: missingParameter('token') };
  return askAs(provider, revocationPath, { token, token_type_hint: 'refresh_token' }, request);
}

function refusalOf({ params, authorization }: TokenRequest): Refusal | undefined {
  return params.client_id === undefined && authorization === undefined
    ? missingParameter('client_id')
    : undefined;
}

function refusalOfGrantType(grantType: string | undefined): Refusal | undefined {
  if (grantType === undefined) return missingParameter('grant_type');
  if (isServed(grantType)) return undefined;
  const description = `Unsupported grant type: ${grantType}`;
  return new Refusal({ status: 400, error: 'unsupported_grant_type', description });
}

/** A public client has nothing to prove: a secret that it sends all the same, as some SDKs do, is not looked at. */
function askAs(
  provider: Provider,
  path: string,
  params: Readonly<Record<string, string>>,
  request: TokenRequest,
): Promise<ProviderAnswer> {
  const { client } = request;
  if (client !== undefined && !isConfidential(client)) {
    return ask(
      provider,
      path,
      { ...params, client_id: client.clientId },
      { ...request, authorization: undefined },
    );
  }
  const { client_id, client_secret } = request.params;
  return ask(
    provider,
    path,
    { ...params, ...(client_id && { client_id }), ...(client_secret && { client_secret }) },
    request,
  );
}
