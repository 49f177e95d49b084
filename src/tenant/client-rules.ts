import type { Client } from './client.ts';

/** What is wrong with a client's settings taken together, for the operator; `undefined` when nothing is. */
export function faultInClient({
  grantTypes,
  tokenEndpointAuthMethod,
}: Pick<Client, 'grantTypes' | 'tokenEndpointAuthMethod'>): string | undefined {
  // RFC 6749, 4.4: the client credentials grant is for clients that have credentials.
  const isPublic = tokenEndpointAuthMethod === 'none';
  return isPublic && grantTypes.includes('client_credentials')
    ? 'Invalid grant types: client_credentials'
    : undefined;
}
