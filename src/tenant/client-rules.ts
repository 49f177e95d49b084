import type { Client } from './client.ts';

// Properties that we keep and do not act on: more than any export has, and not a place to store files.
const maxOtherCharacters = 64 * 1024;

/** What is wrong with a client's settings taken together, for the operator; `undefined` when nothing is. */
export function faultInClient({
  grantTypes,
  tokenEndpointAuthMethod,
  other,
}: Pick<Client, 'grantTypes' | 'tokenEndpointAuthMethod' | 'other'>): string | undefined {
  if (JSON.stringify(other).length > maxOtherCharacters)
    return 'The properties without effect are too large.';
  // RFC 6749, 4.4: the client credentials grant is for clients that have credentials.
  const isPublic = tokenEndpointAuthMethod === 'none';
  return isPublic && grantTypes.includes('client_credentials')
    ? 'Invalid grant types: client_credentials'
    : undefined;
}
