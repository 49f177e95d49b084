import type Provider from 'oidc-provider';
import type { User } from '../accounts/index.ts';
import { scopesIn, userInfoAudience } from './audience.ts';
import { claimsFor } from './claims.ts';
import { credentialVersionOf } from './provider-fence.ts';
import { credentialVersionIn } from './token-id.ts';
import type { VerifyJwt } from './verify-access-token.ts';

export interface UserInfoTokenNeeds {
  readonly issuer: string;
  readonly provider: Provider;
  readonly verifyJwt: VerifyJwt;
  findUser(userId: string): Promise<User | undefined>;
}

export type UserInfoVerdict =
  | { readonly ok: true; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly reason: 'invalid' | 'insufficient-scope' };

interface TokenFacts {
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly credentialVersion: number | undefined;
}

/**
 * What `/userinfo` tells the bearer of an access token, opaque or JWT. The user is looked at again: who is gone, blocked,
 * or has other credentials than at the token's login is told of no more (S12).
 */
export async function verifyUserInfoToken(
  needs: UserInfoTokenNeeds,
  token: string,
): Promise<UserInfoVerdict> {
  const facts = token.includes('.') ? await readJwt(needs, token) : await readOpaque(needs, token);
  if (facts === undefined) return { ok: false, reason: 'invalid' };
  if (!facts.scopes.includes('openid')) return { ok: false, reason: 'insufficient-scope' };
  const user = await needs.findUser(facts.userId);
  const isGood = user !== undefined && !user.blocked && user.credentialVersion === facts.credentialVersion;
  return isGood ? { ok: true, claims: claimsFor(user, facts.scopes) } : { ok: false, reason: 'invalid' };
}

async function readJwt(
  { issuer, verifyJwt }: UserInfoTokenNeeds,
  token: string,
): Promise<TokenFacts | undefined> {
  const verified = await verifyJwt(token, userInfoAudience(issuer));
  if (!verified.ok) return undefined;
  const { subject, scopes, tokenId } = verified.jwt;
  return { userId: subject, scopes, credentialVersion: credentialVersionIn(tokenId) };
}

async function readOpaque({ provider }: UserInfoTokenNeeds, token: string): Promise<TokenFacts | undefined> {
  const stored = await provider.AccessToken.find(token);
  if (stored === undefined) return undefined;
  return {
    userId: stored.accountId,
    scopes: scopesIn(stored.scope),
    credentialVersion: credentialVersionOf(stored),
  };
}
