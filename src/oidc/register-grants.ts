import { isIP } from 'node:net';
import type Provider from 'oidc-provider';
import type { TokenEndpointGrantContext } from 'oidc-provider';
import type { Source } from '../accounts/index.ts';
import type { Client } from '../tenant/index.ts';
import { isConfidential } from './clients.ts';
import type { GrantHandler } from './grant-call.ts';
import { type ServedGrantType, servedGrantTypes } from './grant-types.ts';
import { requestOf } from './provider-fence.ts';
import { grantTypeNotAllowed } from './refusal.ts';
import type { TokenRequest } from './token-request.ts';

/** Registers a handler for each grant type: the client is authenticated before, its grant types are checked here. */
export function registerGrants(
  provider: Provider,
  handlers: Readonly<Record<ServedGrantType, GrantHandler>>,
): void {
  for (const grantType of servedGrantTypes) {
    const handle = handlers[grantType];
    provider.registerGrantType(
      grantType,
      async (context: TokenEndpointGrantContext) => {
        const { client, params, ...request } = requestOf(context);
        if (client === undefined) throw new Error('an authenticated client that was not looked up');
        if (!client.grantTypes.includes(grantType)) throw grantTypeNotAllowed(grantType);
        const source = sourceFor(client, request);
        context.body = await handle({
          provider,
          context,
          providerClient: context.oidc.client,
          client,
          params,
          source,
        });
      },
      ['scope'],
    );
  }
}

/** A server-side client may name its user's address, once it is authenticated and where the operator allows it (S13). */
function sourceFor(
  client: Client,
  { source, forwardedFor }: Pick<TokenRequest, 'source' | 'forwardedFor'>,
): Source {
  const isTrusted = isConfidential(client) && client.other['token_endpoint_ip_header_trusted'] === true;
  if (!isTrusted || forwardedFor === undefined || isIP(forwardedFor) === 0) return source;
  return { ...source, ip: forwardedFor };
}
