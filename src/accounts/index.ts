/**
 * The heart: what happens to users. One use case, one file; `log-in.ts` is the place to begin. Knows nothing of HTTP, SQL,
 * files, processes or the environment; enters `tenant/` and `lib/` only. Its ports (`ports.ts`) are implemented by
 * `store/`, `legacy/`, `passwords/` and `mail/`, and in memory by `fakes/`; `*.contract.ts` are their contract suites.
 */
export { answerPasswordChangeRequest } from './answer-password-change-request.ts';
export { type AttackProtection, createAttackProtection } from './attack-protection.ts';
export { checkLocalUsers } from './check-local-users.ts';
export { confirmPasswordChange } from './confirm-password-change.ts';
export { egressAllowOf, isMigrationActive, scriptVersion } from './connection.ts';
export { type ConnectionForOutcome, connectionFor, mayUseConnection } from './connection-for.ts';
export type { CheckEgressPattern, CheckScript, OptionsFault } from './connection-rules.ts';
export { type CreateConnectionOutcome, createConnection, type NewConnection } from './create-connection.ts';
export { type CreateTicketOutcome, createTicket, type TicketOrder } from './create-ticket.ts';
export { type CreateUserOutcome, createUser } from './create-user.ts';
export { deleteUser } from './delete-user.ts';
export { mostFormerPasswords } from './former-passwords.ts';
export { type IdentifierKey, identifierKey } from './identifier.ts';
export { readJob, writeJobPayload } from './job-payload.ts';
export { liftAddressBlock, liftLoginBlocks } from './lift-login-blocks.ts';
export { liftTombstone } from './lift-tombstone.ts';
export { type LogInNeeds, logIn } from './log-in.ts';
export { createLoginBlocks, type LoginBlocks } from './login-blocks.ts';
export { type BlockedParty, type LoginBlock, lookAtLoginBlocks } from './look-at-login-blocks.ts';
export { lookAtTicket, type TicketView } from './look-at-ticket.ts';
export { metadataTerms } from './metadata-terms.ts';
export { HashQueueFull, type PasswordHasher } from './password-hasher.ts';
export { readPasswordRules } from './password-rules.ts';
export type * from './ports.ts';
export { type ParsedProfile, type Profile, parseProfile } from './profile.ts';
export { recordGivenUp } from './record-given-up.ts';
export { createRefusalClock, type RefusalClock } from './refusal-clock.ts';
export { requestPasswordChange } from './request-password-change.ts';
export { requestVerification } from './request-verification.ts';
export { configurationPlace } from './seal-configuration.ts';
export { SearchTookTooLong } from './search-took-too-long.ts';
export type { LinkTo } from './send-letter.ts';
export { sendLetterWithinLimits } from './send-letter-within-limits.ts';
export { type SignUpAttempt, type SignUpOutcome, signUp } from './sign-up.ts';
export { countedAs, dayOf, startOfDay } from './statistics.ts';
export { createThrottles, type Throttles } from './throttles.ts';
export { type TryScriptOutcome, tryScript } from './try-script.ts';
export { unmigrateUser } from './unmigrate-user.ts';
export { type ConnectionPatch, type UpdateConnectionOutcome, updateConnection } from './update-connection.ts';
export { type UpdateUserOutcome, type UserPatch, updateUser } from './update-user.ts';
export { idWithinConnection, subjectFor } from './user.ts';
export { isKeyed, mostFound, searchedForm, searchedText } from './user-filter.ts';
export { type VerifyEmailOutcome, verifyEmail } from './verify-email.ts';
export type * from './words.ts';
