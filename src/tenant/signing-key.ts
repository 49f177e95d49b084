/** A key that signs tokens. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: 'RS256';
  /** Sealed private JWK, as JSON. */
  readonly sealedPrivateJwk: string;
  readonly createdAt: number;
  /** `current` signs, `previous` still verifies. */
  readonly state: 'current' | 'previous';
}
