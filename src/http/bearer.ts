import type { Problem } from './problem.ts';

/** Port: says whether an access token is one of ours, for this API and still good. */
export interface AccessTokenVerifier {
  verify(token: string): Promise<TokenVerdict>;
}

export type TokenVerdict =
  | { readonly ok: true; readonly claims: AccessTokenClaims }
  /** `expired`, or anything else that makes a token invalid; never shown but for the former. */
  | { readonly ok: false; readonly reason: string };

export interface AccessTokenClaims {
  readonly sub: string;
  readonly scope: readonly string[];
  /** The client that asked for the token. */
  readonly azp: string;
  /** How it was asked for: `client-credentials`, `password` … */
  readonly gty?: string;
}

/** Who calls. */
export interface Caller {
  readonly subject: string | null;
  readonly clientId: string | null;
  readonly scopes: readonly string[];
}

/** Somebody who showed no token, at an endpoint that asks for none. */
export const anonymous: Caller = { subject: null, clientId: null, scopes: [] };

export type Authentication =
  | { readonly ok: true; readonly caller: Caller }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Who calls, by the `Authorization` header (RFC 6750, 2.1); 401 without a good token, 403 when it has none of the
 * scopes.
 */
export async function authenticateBearer(
  tokens: AccessTokenVerifier,
  header: string | undefined,
  anyOf: readonly string[],
): Promise<Authentication> {
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(header ?? '')?.[1];
  if (token === undefined) return refused(401, null, 'Missing authentication');
  const verdict = await tokens.verify(token);
  if (!verdict.ok) {
    const isLate = verdict.reason === 'expired';
    return refused(
      401,
      null,
      isLate ? 'Expired token received for JSON Web Token validation' : 'Invalid token',
    );
  }
  const { sub, azp, scope } = verdict.claims;
  if (!anyOf.some((each) => scope.includes(each))) return { ok: false, problem: insufficientScope(anyOf) };
  return { ok: true, caller: { subject: sub, clientId: azp, scopes: scope } };
}

/** The 403 of a token without the scope; clients tell it by its words. */
export function insufficientScope(anyOf: readonly string[]): Problem {
  return {
    status: 403,
    code: 'insufficient_scope',
    message: `Insufficient scope, expected any of: ${anyOf.join(',')}`,
  };
}

function refused(status: number, code: string | null, message: string): Authentication {
  return { ok: false, problem: { status, code, message } };
}
