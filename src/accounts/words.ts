/** The words that `accounts/` shares with those who call it. */
export type { Actor } from './actor.ts';
export type { ActionScriptName, Connection, ConnectionOptions } from './connection.ts';
export type * from './event.ts';
export type { LogInAttempt, LogInOutcome } from './login-attempt.ts';
export type { NewUser } from './new-user.ts';
export type { ConfirmPasswordChangeOutcome, NewPasswordForm } from './password-change.ts';
export type { PasswordFault, RefusedPassword } from './refused-password.ts';
export type { Ticket, TicketPurpose } from './ticket.ts';
export type { Tombstone } from './tombstone.ts';
export type { User, UserChanges, UserOrigin } from './user.ts';
export type * from './user-filter.ts';
