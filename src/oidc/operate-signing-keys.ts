import type { SigningKey } from '../tenant/index.ts';
import { certificateOf, type KeyCertificate } from './key-certificate.ts';
import { ensureSigningKeys, openSigningKey, type SigningKeysNeeds } from './signing-keys.ts';

/** A signing key as an operator sees it: without its private half. */
export interface ShownSigningKey
  extends Pick<SigningKey, 'kid' | 'state' | 'currentSince' | 'currentUntil' | 'revokedAt'>,
    Pick<KeyCertificate, 'pem' | 'fingerprint' | 'thumbprint'> {}

export type RevokeSigningKeyOutcome =
  | { readonly outcome: 'revoked'; readonly key: ShownSigningKey }
  | { readonly outcome: 'no-such-key' | 'still-signs' | 'revoked-before' };

/** What an operator may do with the keys that sign tokens. */
export interface SigningKeyOperations {
  /** Newest first. */
  list(): Promise<readonly ShownSigningKey[]>;
  /**
   * Lets the next key sign, and makes another next one. The key that signed goes on verifying until it is revoked. Answers
   * the key that signs now; `undefined` when somebody else has rotated at the same time.
   */
  rotate(): Promise<ShownSigningKey | undefined>;
  /** Ends a key: no token that it signed is accepted any more, and the JWKS does not show it. */
  revoke(kid: string): Promise<RevokeSigningKeyOutcome>;
}

export interface OperateSigningKeysNeeds extends SigningKeysNeeds {
  /** For what failed after the keys had changed, and is made up for later. */
  warn?(err: unknown, message: string): void;
}

/** @param onChange is told when keys have changed, so that this node sees it at once */
export function operateSigningKeys(
  needs: OperateSigningKeysNeeds,
  onChange: () => Promise<unknown>,
): SigningKeyOperations {
  const { tenant, sealer, clock } = needs;
  const { signingKeys } = tenant;
  const show = (key: SigningKey): ShownSigningKey => shown(needs, key);
  // It has happened: who is told otherwise rotates again, to a key that nobody has seen yet.
  const changed = async (): Promise<void> => {
    try {
      await ensureSigningKeys(needs);
      await onChange();
    } catch (err) {
      needs.warn?.(err, 'the signing keys have changed; what follows from it is late');
    }
  };
  return {
    list: async () => (await signingKeys.list()).map(show),
    rotate: async () => {
      await ensureSigningKeys(needs); // an older release, or a crash, may have left no next one
      const all = await signingKeys.list();
      const current = all.find(({ state }) => state === 'current');
      const next = all.find(({ state }) => state === 'next');
      if (current === undefined || next === undefined) return undefined;
      openSigningKey(sealer, next); // a key that does not open must not sign
      const at = clock.now();
      if (!(await signingKeys.rotate({ current: current.kid, next: next.kid }, at))) return undefined;
      await changed();
      return show({ ...next, state: 'current', currentSince: at });
    },
    revoke: async (kid) => {
      const revoked = await signingKeys.revoke(kid, clock.now());
      if (revoked === undefined)
        return { outcome: whyNot((await signingKeys.list()).find((key) => key.kid === kid)) };
      await changed();
      return { outcome: 'revoked', key: show(revoked) };
    },
  };
}

function shown({ sealer }: SigningKeysNeeds, key: SigningKey): ShownSigningKey {
  const { kid, state, currentSince, currentUntil, revokedAt, createdAt } = key;
  const { pem, fingerprint, thumbprint } = certificateOf(openSigningKey(sealer, key), kid, createdAt);
  return { kid, state, currentSince, currentUntil, revokedAt, pem, fingerprint, thumbprint };
}

function whyNot(key: SigningKey | undefined): 'no-such-key' | 'still-signs' | 'revoked-before' {
  if (key === undefined) return 'no-such-key';
  return key.state === 'current' ? 'still-signs' : 'revoked-before';
}
