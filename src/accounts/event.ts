/** Where a request came from. */
export interface Source {
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** What every event may name. Never a password, hash, token or secret. */
export interface EventContext {
  readonly source: Source;
  readonly clientId: string | null;
  readonly connectionId: string | null;
  readonly connectionName: string | null;
  readonly userId: string | null;
  /** What was typed; an unknown one without `@` as a keyed digest, for people type passwords there (S15). */
  readonly identifier: string | null;
}

/** A legacy call, as its events tell it. */
export interface LegacyCallFacts {
  readonly scriptVersion: string;
  /** 0 when the legacy system was not asked. */
  readonly durationMs: number;
}

/** What an event tells of a legacy answer. */
export function legacyFacts({ scriptVersion, durationMs }: LegacyCallFacts): LegacyCallFacts {
  return { scriptVersion, durationMs };
}

/** Why the legacy system's word could not be followed; each is for the operator, none is told to the user. */
export type LegacyTrouble = 'moved' | 'tombstoned' | 'conflict' | 'new-password-required';

/** What happened. The kind is ours; its Auth0 type code is the log API's (`f`, `fp`, `s` …). */
export type EventFacts =
  | { readonly kind: 'login-succeeded'; readonly grant: string | null; readonly migrated: boolean }
  | {
      readonly kind: 'user-migrated';
      readonly by: 'login' | 'password-change';
      readonly legacy: LegacyCallFacts;
    }
  | { readonly kind: 'login-wrong-password'; readonly legacy?: LegacyCallFacts }
  | { readonly kind: 'login-unknown-user'; readonly legacy?: LegacyCallFacts }
  | { readonly kind: 'login-blocked' }
  | { readonly kind: 'login-refused-by-script'; readonly code: string; readonly legacy: LegacyCallFacts }
  | { readonly kind: 'login-too-many-attempts'; readonly limit: 'identifier' | 'address' | 'waiting' }
  | { readonly kind: 'legacy-unavailable'; readonly reason: string; readonly legacy: LegacyCallFacts }
  /** A script wanted to connect to where it may not. */
  | {
      readonly kind: 'script-egress-refused';
      readonly target: string;
      readonly why: string;
      readonly advice: string;
    }
  /** From now on it is not asked, but for a call now and then that finds out whether it is back. */
  | { readonly kind: 'legacy-breaker-opened'; readonly reason: string; readonly advice: string }
  | {
      readonly kind: 'legacy-breaker-closed';
      /** It has answered; or it is asked anew, by other scripts or with another configuration. */
      readonly by: 'answer' | 'new-version';
      readonly openMs: number;
    }
  | {
      readonly kind: 'script-fault';
      readonly script: string;
      readonly reason: string;
      readonly legacy: LegacyCallFacts;
    }
  /** An operator ran a script to see what it does; nobody logged in. */
  | {
      readonly kind: 'script-tried';
      readonly script: string;
      readonly outcome: string;
      /** Whether it was another one than the connection's own. */
      readonly draft: boolean;
      readonly legacy: LegacyCallFacts;
    }
  | {
      readonly kind: 'legacy-user-not-migrated';
      readonly trouble: LegacyTrouble;
      readonly advice: string;
      readonly legacy: LegacyCallFacts;
    }
  /** S19: it has an unproved address that the legacy system knows. */
  | { readonly kind: 'doubtful-user-found'; readonly advice: string }
  | {
      readonly kind: 'local-users-checked';
      /** About how many the legacy system was asked, and for how many its script failed. */
      readonly asked: number;
      readonly found: number;
      readonly unclear: number;
    }
  | { readonly kind: 'user-created' }
  | { readonly kind: 'signed-up' }
  | { readonly kind: 'sign-up-refused'; readonly reason: string }
  | { readonly kind: 'sign-up-too-many-attempts'; readonly limit: 'identifier' | 'address' | 'waiting' }
  | { readonly kind: 'password-change-requested' }
  | {
      readonly kind: 'password-change-not-offered';
      readonly reason: string;
      readonly legacy?: LegacyCallFacts;
    }
  | { readonly kind: 'password-changed'; readonly by: 'ticket' | 'operator' }
  | { readonly kind: 'password-change-refused'; readonly reason: string }
  | { readonly kind: 'email-changed' }
  | { readonly kind: 'username-changed' }
  | { readonly kind: 'identifier-change-refused'; readonly taken: 'email' | 'username' }
  | { readonly kind: 'email-verified' }
  | { readonly kind: 'ticket-created'; readonly purpose: string }
  | { readonly kind: 'letter-not-delivered'; readonly letter: string; readonly reason: string }
  /** So many were sent to that mailbox, or asked for from that address, that this one and the next are not. */
  | { readonly kind: 'letter-withheld'; readonly letter: string; readonly limit: 'identifier' | 'address' }
  | { readonly kind: 'user-updated'; readonly changed: readonly string[] }
  | { readonly kind: 'user-deleted' }
  | { readonly kind: 'user-unmigrated' }
  | { readonly kind: 'tombstone-lifted' }
  | { readonly kind: 'client-token-issued'; readonly audience: string }
  | { readonly kind: 'client-token-refused'; readonly error: string }
  | { readonly kind: 'token-refreshed' }
  | { readonly kind: 'token-refresh-refused'; readonly error: string }
  | {
      readonly kind: 'token-revoked';
      /** Left out where its client did. */
      readonly by?: 'operator';
      /** Names what descends from one login; or how many there were, when all of a user's were. */
      readonly family?: string;
      readonly families?: number;
      readonly issuedTo?: string;
    }
  | {
      readonly kind: 'session-ended';
      readonly by: 'operator';
      readonly session?: string;
      readonly sessions?: number;
    }
  | { readonly kind: 'client-secret-rotated'; readonly client: string }
  | { readonly kind: 'login-blocks-lifted'; readonly of: 'identifier' | 'address'; readonly address?: string }
  | { readonly kind: 'attack-protection-changed'; readonly protection: string }
  | { readonly kind: 'api-called'; readonly method: string; readonly path: string; readonly status: number };

export type EventKind = EventFacts['kind'];

/** One thing that happened, as use cases tell it. */
export type AccountEvent = EventFacts & Partial<EventContext>;

/** An event as the store keeps it. */
export type RecordedEvent = EventFacts & EventContext & { readonly id: string; readonly at: number };
