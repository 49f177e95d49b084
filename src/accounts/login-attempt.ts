import type { TurnedAway } from './attack-protection.ts';
import type { Connection } from './connection.ts';
import type { AccountEvent, Source } from './event.ts';
import type { User } from './user.ts';

export interface LogInAttempt {
  readonly connection: Connection;
  readonly clientId: string;
  /** As typed: an email or a username. */
  readonly identifier: string;
  readonly password: string;
  readonly source: Source;
  /** The OAuth grant that the attempt came by, for the event. */
  readonly grant: string | null;
}

export type LogInOutcome =
  | { readonly outcome: 'authenticated'; readonly user: User; readonly migrated: boolean }
  | { readonly outcome: 'wrong-credentials' }
  /** Said only after a right password. */
  | { readonly outcome: 'blocked' }
  | {
      readonly outcome: 'too-many-attempts';
      readonly limit: TurnedAway['limit'];
      readonly retryAfterSeconds: number;
    }
  /** More passwords wait to be hashed than can be in a useful time. */
  | { readonly outcome: 'busy'; readonly retryAfterSeconds: number }
  /** The Login script refuses with a message for the user. */
  | { readonly outcome: 'refused'; readonly code: string; readonly message: string }
  | { readonly outcome: 'unavailable'; readonly retryAfterSeconds: number }
  | { readonly outcome: 'script-fault' };

/** What was found out about a pair of identifier and password, before anything is counted or told. */
export type Verdict =
  | { readonly verdict: 'right'; readonly user: User }
  /** Created just now; where the user is not blocked, its first login is counted already. */
  | { readonly verdict: 'migrated'; readonly user: User }
  | { readonly verdict: 'turned-away'; readonly admission: TurnedAway }
  | { readonly verdict: 'busy'; readonly retryAfterSeconds: number }
  | { readonly verdict: 'wrong'; readonly user: User | null; readonly event: AccountEvent }
  | {
      readonly verdict: 'undecided';
      readonly outcome: Extract<LogInOutcome, { outcome: 'refused' | 'unavailable' | 'script-fault' }>;
      readonly event: AccountEvent;
    };
