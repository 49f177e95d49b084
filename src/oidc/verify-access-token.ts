import { createLocalJWKSet, errors, type JWK, type JWTPayload, jwtVerify } from 'jose';
import type { TokenVerdict } from '../http/index.ts';
import { scopesIn } from './audience.ts';

/** A JWT access token that is ours. */
export interface VerifiedJwt {
  readonly subject: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly tokenId: string;
  readonly grantType: string | undefined;
}

export type VerifyJwt = (
  token: string,
  audience: string,
) => Promise<
  | { readonly ok: true; readonly jwt: VerifiedJwt }
  | { readonly ok: false; readonly reason: 'expired' | 'invalid' | 'unknown-key' }
>;

/**
 * Checks JWT access tokens against our own keys: signature, issuer, audience, time. ID tokens are no access tokens: they
 * have neither `jti` nor `azp`, which are asked for here (S3).
 */
export function createVerifyJwt(issuer: string, publicKeys: readonly JWK[]): VerifyJwt {
  const keys = createLocalJWKSet({ keys: [...publicKeys] });
  const always = {
    issuer,
    algorithms: ['RS256'],
    typ: 'JWT',
    requiredClaims: ['sub', 'iat', 'exp', 'jti', 'azp'],
  };
  return async (token, audience) => {
    try {
      const { payload } = await jwtVerify(token, keys, { ...always, audience });
      const jwt = readClaims(payload);
      return jwt === undefined ? { ok: false, reason: 'invalid' } : { ok: true, jwt };
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      if (error instanceof errors.JWKSNoMatchingKey) return { ok: false, reason: 'unknown-key' };
      return { ok: false, reason: error instanceof errors.JWTExpired ? 'expired' : 'invalid' };
    }
  };
}

/** What the Management API is told of a token (the port `AccessTokenVerifier` of `http/`). */
export async function verdictOn(verify: VerifyJwt, token: string, audience: string): Promise<TokenVerdict> {
  const verified = await verify(token, audience);
  if (!verified.ok) return { ok: false, reason: verified.reason === 'expired' ? 'expired' : 'invalid' };
  const { subject: sub, clientId: azp, scopes: scope, grantType } = verified.jwt;
  return { ok: true, claims: { sub, azp, scope, ...(grantType !== undefined && { gty: grantType }) } };
}

function readClaims({ sub, jti, azp, scope, gty }: JWTPayload): VerifiedJwt | undefined {
  if (typeof sub !== 'string' || typeof jti !== 'string' || typeof azp !== 'string') return undefined;
  return {
    subject: sub,
    tokenId: jti,
    clientId: azp,
    scopes: typeof scope === 'string' ? scopesIn(scope) : [],
    grantType: typeof gty === 'string' ? gty : undefined,
  };
}
