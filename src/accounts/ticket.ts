import { contentDigest, keyedDigest } from '../lib/keyed-digest.ts';

/**
 * The right to do one thing once, for whoever holds the secret of its link. It is bound to all that it was made for;
 * who consumes it checks that again (S11). Times are milliseconds since the Unix epoch.
 */
export interface Ticket {
  /** 24 hexadecimal digits. */
  readonly id: string;
  readonly purpose: TicketPurpose;
  /** `ticketSecretDigest` of the link's secret, which itself is kept nowhere. */
  readonly secretDigest: string;
  readonly connectionId: string;
  /** Null for somebody who is not here yet, only in the legacy system. */
  readonly userId: string | null;
  /** The address as it stood when the ticket was made. */
  readonly email: string;
  /** The user's, when the ticket was made; null without a user. */
  readonly credentialVersion: number | null;
  readonly clientId: string | null;
  /** Where the browser goes when all is done. */
  readonly resultUrl: string | null;
  readonly markEmailVerified: boolean;
  /** BCP 47 tags for the mails about it, the most wanted first. */
  readonly languages: readonly string[];
  readonly createdAt: number;
  readonly expiresAt: number;
}

export type TicketPurpose = 'password-change' | 'email-verification';

/**
 * The secret in a ticket's link: made anew from the ticket's id whenever a letter is written, so that neither a job nor
 * the ticket has to hold it.
 */
export function ticketSecret(key: Uint8Array, ticketId: string): string {
  return keyedDigest(key, ticketId);
}

/** Under which digest the store knows the ticket of a secret. */
export function ticketSecretDigest(secret: string): string {
  return contentDigest(secret);
}
