import type { AccountEvent } from '../accounts/index.ts';
import type { TenantStore } from '../tenant/index.ts';
import { type AudienceNeeds, isOwnAddress, notAuthorized, requestedApi, scopesIn } from './audience.ts';
import { isConfidential } from './clients.ts';
import type { GrantHandler } from './grant-call.ts';
import { issueToClient } from './issue-tokens.ts';
import { grantTypeNotAllowed, missingParameter } from './refusal.ts';

export interface ClientCredentialsGrantNeeds extends AudienceNeeds {
  readonly tenant: Pick<TenantStore, 'resourceServers' | 'settings' | 'clientGrants'>;
  recordEvent(event: AccountEvent): Promise<unknown>;
}

/**
 * A token for the client itself (RFC 6749, 4.4), for an API that a client grant opens to it. It gets the scopes asked for
 * that are in the grant and still the API's; all of these when it asks for none.
 */
export function clientCredentialsGrant(needs: ClientCredentialsGrantNeeds): GrantHandler {
  return async ({ provider, providerClient, client, params, source }) => {
    if (!isConfidential(client)) throw grantTypeNotAllowed('client_credentials'); // anybody can name a public client
    const api = await requestedApi(needs, params.audience);
    if (api === undefined) throw missingParameter('audience');
    if (!api.isSystem && isOwnAddress(needs.issuer, api.identifier)) throw notAuthorized(api.identifier);
    const grant = await needs.tenant.clientGrants.findFor(client.clientId, api.identifier);
    if (grant === undefined) throw notAuthorized(api.identifier);

    const asked = scopesIn(params.scope);
    const offered = api.scopes.map(({ value }) => value).filter((scope) => grant.scope.includes(scope));
    const scopes = asked.length === 0 ? offered : offered.filter((scope) => asked.includes(scope));
    const tokens = await issueToClient(provider, providerClient, api, scopes);
    await needs.recordEvent({
      kind: 'client-token-issued',
      audience: api.identifier,
      clientId: client.clientId,
      source,
    });
    return tokens;
  };
}
