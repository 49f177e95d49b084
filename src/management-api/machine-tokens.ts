import type { AccessTokenVerifier } from '../http/index.ts';

/**
 * Takes only tokens that a client got in its own name. None for a user is issued for this API; should one come up all
 * the same, it opens nothing (S3).
 */
export function machineTokens(tokens: AccessTokenVerifier): AccessTokenVerifier {
  return {
    async verify(token) {
      const verdict = await tokens.verify(token);
      if (!verdict.ok || verdict.claims.gty === 'client-credentials') return verdict;
      return { ok: false, reason: 'invalid' };
    },
  };
}
