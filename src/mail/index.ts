/**
 * Mail: puts a letter into words and brings it to a person. `createSmtpPostbox` sends it; `createOutboxPostbox` lays it
 * down as a file, for whoever has no mail server yet. Both fulfil `accounts/`'s port `Postbox` and send the same message:
 * `compose-letter.ts` is the place to begin, `texts/` holds every word in every language.
 * Knows nothing of SQL, HTTP or jobs: when to send, and when to try again, is decided next door in `jobs/`; `final-no.ts`
 * says after which answers that is of no use.
 */
export { isSender } from './mail-address.ts';
export { type Announcement, createOutboxPostbox, type OutboxOptions } from './outbox-postbox.ts';
export { probeSmtp, type SmtpProbe } from './probe-smtp.ts';
export { faultInSmtpUrl } from './smtp-options.ts';
export { createSmtpPostbox, type SmtpPostbox, type SmtpPostboxOptions } from './smtp-postbox.ts';
