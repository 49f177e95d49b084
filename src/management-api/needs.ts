import type {
  AccountsStore,
  Actor,
  CheckEgressPattern,
  CheckScript,
  Connection,
  LegacyDirectory,
  LinkTo,
  LoginBlocks,
  PasswordHasher,
  PasswordPolicy,
  RunScriptTrial,
  Source,
  Throttles,
} from '../accounts/index.ts';
import type { AccessTokenVerifier, RateLimit } from '../http/index.ts';
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
  readonly runScriptTrial: RunScriptTrial;
  /** How often scripts may be tried. */
  readonly throttles: Pick<Throttles, 'scriptTrials'>;
  readonly checkEgressPattern: CheckEgressPattern;
  /** Accepts tokens whose audience is this API. */
  readonly tokens: AccessTokenVerifier;
  readonly signingKeys: SigningKeyOperations;
  readonly refreshTokens: RefreshTokenOperations;
  readonly sessions: SessionOperations;
  readonly loginBlocks: LoginBlocks;
  /** Makes digests of what must not stand in an event as typed. */
  readonly digestKey: Uint8Array;
  /** For each client; none where there is no limit. */
  readonly rateLimit?: RateLimit | undefined;
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

/** A refresh token, without what it is good for. Times in milliseconds since the Unix epoch; null: never. */
export interface ManagedRefreshToken {
  /** Names all that descend from one login: where tokens rotate, it stays. */
  readonly id: string;
  readonly userId: string;
  readonly clientId: string;
  readonly createdAt: number;
  readonly idleExpiresAt: number | null;
  readonly expiresAt: number | null;
  readonly rotating: boolean;
  readonly sessionId: string | null;
  readonly audience: string;
  readonly scope: string;
  readonly device: { readonly first: Source; readonly last: Source } | null;
  readonly lastExchangedAt: number | null;
}

/** Some of a list that is read by checkpoint. */
export interface Checkpoint {
  readonly afterId?: string;
  readonly limit: number;
}

/** What whoever issues refresh tokens lets an operator do with them. */
export interface RefreshTokenOperations {
  /** A user's, by id, which is by age. */
  list(
    userId: string,
    page: Checkpoint & { readonly clientId?: string },
  ): Promise<readonly ManagedRefreshToken[]>;
  find(id: string): Promise<ManagedRefreshToken | undefined>;
  /** Nothing happens when there is none. */
  revoke(id: string, actor: Actor): Promise<void>;
  revokeAllOf(userId: string, actor: Actor): Promise<void>;
}

/** A session, without what it is good for. Times in milliseconds since the Unix epoch; null: unknown, or never. */
export interface ManagedSession {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: number | null;
  readonly authenticatedAt: number | null;
  readonly expiresAt: number | null;
  readonly clientIds: readonly string[];
  readonly methods: readonly string[];
}

/** What whoever keeps sessions lets an operator do with them. */
export interface SessionOperations {
  /** A user's, by id. */
  list(userId: string, page: Checkpoint): Promise<readonly ManagedSession[]>;
  find(id: string): Promise<ManagedSession | undefined>;
  /** Nothing happens when there is none. */
  end(id: string, actor: Actor): Promise<void>;
  /** Ends it with its refresh tokens; false when there is none. */
  revoke(id: string, actor: Actor): Promise<boolean>;
  endAllOf(userId: string, actor: Actor): Promise<void>;
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
