import type { CheckedRule, Source } from '../accounts/index.ts';
import type { Brand } from '../tenant/index.ts';

/** What the pages need of others; `app.ts` plugs it in. */
export interface PagesNeeds {
  /** SEGUE_URL, with a trailing slash: where the pages live for those who open them. */
  readonly baseUrl: string;
  /** Reads a ticket. Consumes nothing and asks no legacy system, so that a mail scanner may open a link (S11). */
  lookAtTicket(secret: string): Promise<TicketView>;
  /**
   * Sets the password and consumes the ticket, both or neither.
   *
   * @throws HashQueueFull when too many passwords wait to be hashed
   */
  confirmPasswordChange(request: PasswordChange): Promise<PasswordChangeOutcome>;
  /** Marks the address as verified and consumes the ticket, both or neither. */
  verifyEmail(request: EmailVerification): Promise<EmailVerificationOutcome>;
  brand(): Promise<Brand>;
  /** Seals a typed password into a text that a page can carry: bound to the ticket, valid for 15 minutes. */
  keep(secret: string, password: string): string;
  /** The password that was sealed for this ticket, or undefined when the text is too old or not ours. */
  kept(secret: string, text: string): string | undefined;
}

export type TicketPurpose = 'password-change' | 'email-verification';

/** Used, expired, voided and unknown are one: `gone`. */
export type TicketView = ({ readonly state: 'open' } & TicketDetails) | { readonly state: 'gone' };

export interface TicketDetails {
  readonly purpose: TicketPurpose;
  /** The address that the link was sent to. */
  readonly email: string;
  /** The application that the link was asked for from, where that is known. */
  readonly clientName?: string | null;
  /** What a new password must have, unchecked. */
  readonly rules: readonly CheckedRule[];
}

export interface PasswordChange {
  readonly secret: string;
  readonly password: string;
  readonly source: Source;
}

export type PasswordChangeOutcome =
  | { readonly outcome: 'changed'; readonly resultUrl: string | null }
  | { readonly outcome: 'gone' }
  /** Empty, too long, or with a NUL. */
  | { readonly outcome: 'invalid-password' }
  | ({ readonly outcome: 'refused-password' } & PasswordFault)
  /** The legacy system does not answer; nothing has changed. */
  | { readonly outcome: 'unavailable'; readonly retryAfterSeconds: number }
  | { readonly outcome: 'script-fault' }
  | { readonly outcome: 'too-many-attempts'; readonly retryAfterSeconds: number };

/** What the connection's rules have against a password. */
export type PasswordFault =
  | { readonly fault: 'too-weak'; readonly rules: readonly CheckedRule[] }
  | { readonly fault: 'too-common' | 'personal' | 'used-before' };

export interface EmailVerification {
  readonly secret: string;
  readonly source: Source;
}

export type EmailVerificationOutcome =
  | { readonly outcome: 'verified'; readonly resultUrl: string | null }
  | { readonly outcome: 'gone' };
