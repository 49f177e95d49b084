/** An API protected by tokens. Its identifier is the audience. */
export interface ResourceServer {
  /** 24 hexadecimal digits. */
  readonly id: string;
  readonly identifier: string;
  readonly name: string;
  readonly scopes: readonly ResourceServerScope[];
  readonly signingAlg: 'RS256';
  readonly tokenLifetimeSeconds: number;
  readonly tokenLifetimeForWebSeconds: number;
  readonly allowOfflineAccess: boolean;
  readonly skipConsentForFirstParty: boolean;
  /** The Management API itself: made at start, not to be changed. */
  readonly isSystem: boolean;
  readonly createdAt: number;
}

export interface ResourceServerScope {
  readonly value: string;
  readonly description: string | null;
}
