/** A key that signs tokens. Times in milliseconds since the Unix epoch. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: 'RS256';
  /** Sealed private JWK, as JSON. */
  readonly sealedPrivateJwk: string;
  readonly createdAt: number;
  readonly state: SigningKeyState;
  /** When it began and ended to sign. */
  readonly currentSince: number | null;
  readonly currentUntil: number | null;
  readonly revokedAt: number | null;
}

/**
 * `next` is published before it signs, so that whoever keeps our keys has it already; `current` signs; `previous` still
 * verifies; `revoked` does nothing any more.
 */
export type SigningKeyState = 'next' | 'current' | 'previous' | 'revoked';
