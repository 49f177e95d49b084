import type Provider from 'oidc-provider';
import type { Source } from '../accounts/index.ts';
import type { Client } from '../tenant/index.ts';
import type { TokenResponse } from './issue-tokens.ts';
import type { ProviderClient, ProviderContext } from './provider-fence.ts';
import { missingParameter } from './refusal.ts';
import type { TokenParameters } from './token-parameters.ts';

/** A token request of an authenticated client that lists the grant type. */
export interface GrantCall {
  readonly provider: Provider;
  readonly context: ProviderContext;
  readonly providerClient: ProviderClient;
  readonly client: Client;
  readonly params: TokenParameters;
  readonly source: Source;
}

/** Answers a token request of one grant type; throws a Refusal. */
export type GrantHandler = (call: GrantCall) => Promise<TokenResponse>;

/** The parameters of these names. @throws Refusal 400 that names the first one missing */
export function required<const K extends keyof TokenParameters>(
  params: TokenParameters,
  ...names: readonly K[]
): Readonly<Record<K, string>> {
  const found = names.map((name): [K, string] => {
    const value = params[name];
    if (value === undefined) throw missingParameter(name);
    return [name, value];
  });
  return Object.fromEntries(found) as Record<K, string>; // one entry for each of K
}
