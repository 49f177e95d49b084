import type {
  AccountsStore,
  CheckEgressPattern,
  CheckScript,
  Connection,
  LegacyDirectory,
  LinkTo,
  PasswordHasher,
  PasswordPolicy,
} from '../accounts/index.ts';
import type { AccessTokenVerifier } from '../http/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { Sealer } from '../lib/sealed-secret.ts';
import type { SigningKeyState, TenantStore } from '../tenant/index.ts';

/** What the Management API works with. */
export interface ManagementApiNeeds {
  /** SEGUE_URL, with a trailing slash. */
  readonly baseUrl: string;
  readonly accounts: AccountsStore;
  readonly tenant: TenantStore;
  readonly legacy: Pick<LegacyDirectory, 'find'> & {
    /** How a connection's legacy user store does, as this node sees it. */
    conditionOf(connection: Connection): LegacyCondition;
  };
  /** The level at which action scripts run here, and why (S14). */
  readonly isolation: { readonly level: string; readonly reason: string };
  readonly passwords: Pick<PasswordHasher, 'hash' | 'verify'>;
  readonly policy: PasswordPolicy;
  /** What the secrets of tickets are derived with. */
  readonly ticketKey: Uint8Array;
  /** The address of the page that a ticket opens. */
  readonly linkTo: LinkTo;
  readonly sealer: Sealer;
  readonly checkScript: CheckScript;
  readonly checkEgressPattern: CheckEgressPattern;
  /** Accepts tokens whose audience is this API. */
  readonly tokens: AccessTokenVerifier;
  readonly signingKeys: SigningKeyOperations;
  readonly clock: Clock;
}

/** A key that signs tokens, without its private half. Times in milliseconds since the Unix epoch. */
export interface ManagedSigningKey {
  readonly kid: string;
  readonly state: SigningKeyState;
  readonly currentSince: number | null;
  readonly currentUntil: number | null;
  readonly revokedAt: number | null;
  /** Its certificate, and the SHA-1 of that with colons and without. */
  readonly pem: string;
  readonly fingerprint: string;
  readonly thumbprint: string;
}

/** What whoever signs tokens lets an operator do with the keys. */
export interface SigningKeyOperations {
  /** Newest first. */
  list(): Promise<readonly ManagedSigningKey[]>;
  /** Answers the key that signs now; `undefined` when somebody else has rotated at the same time. */
  rotate(): Promise<ManagedSigningKey | undefined>;
  revoke(
    kid: string,
  ): Promise<
    | { readonly outcome: 'revoked'; readonly key: ManagedSigningKey }
    | { readonly outcome: 'no-such-key' | 'still-signs' | 'revoked-before' }
  >;
}

/** The circuit breaker before a legacy user store, and the calls to it. */
export interface LegacyCondition {
  readonly state: 'closed' | 'half-open' | 'open' | 'refused';
  readonly inFlight: number;
  readonly waiting: number;
  readonly reason?: string;
  readonly retryAfterSeconds?: number;
}

/** Identifier of the Management API: the audience of its tokens. */
export function systemAudience({ baseUrl }: Pick<ManagementApiNeeds, 'baseUrl'>): string {
  return new URL('api/v2/', baseUrl).href;
}
