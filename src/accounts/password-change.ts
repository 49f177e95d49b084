import type { Clock } from '../lib/clock.ts';
import type { AccountsStore } from './accounts-store.ts';
import type { Connection } from './connection.ts';
import type { Source } from './event.ts';
import type { JudgeNewPasswordNeeds } from './judge-new-password.ts';
import type { LegacyDirectory } from './legacy-directory.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { RefusedPassword } from './refused-password.ts';
import type { Ticket } from './ticket.ts';

export interface ConfirmPasswordChangeNeeds extends JudgeNewPasswordNeeds {
  readonly store: AccountsStore;
  readonly legacy: Pick<LegacyDirectory, 'find'>;
  readonly passwords: Pick<PasswordHasher, 'hash' | 'verify'>;
  readonly clock: Clock;
}

export interface NewPasswordForm {
  /** Of the link. */
  readonly secret: string;
  readonly password: string;
  readonly source: Source;
}

export type ConfirmPasswordChangeOutcome =
  | { readonly outcome: 'changed'; readonly resultUrl: string | null }
  /** Used, expired, void or never there: nobody is told which. */
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'invalid-password' }
  | RefusedPassword
  /** The legacy system could not be asked: nothing has changed, and the link is as good as before. */
  | { readonly outcome: 'unavailable'; readonly retryAfterSeconds: number }
  | { readonly outcome: 'script-fault' };

/** A ticket whose holder wants this password, before anything is decided. */
export interface Confirmation {
  readonly ticket: Ticket;
  readonly connection: Connection;
  readonly password: string;
  readonly source: Source;
}
