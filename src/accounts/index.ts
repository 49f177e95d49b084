/**
 * The heart: what happens to users. One use case, one file; the words and the ports beside them. `log-in.ts` is the
 * place to begin. Knows nothing of HTTP, SQL, files, processes or the environment; enters `tenant/` and `lib/` only.
 * The ports (accounts-store, legacy-directory, password-hasher, attempt-counters) are implemented by `store/`,
 * `legacy/` and `passwords/`, and in memory by `fakes/`; their contract suites are the `*.contract.ts` files.
 */
export type * from './accounts-store.ts';
export type { Actor } from './actor.ts';
export { type AttackProtection, createAttackProtection } from './attack-protection.ts';
export type { AttemptCounters } from './attempt-counters.ts';
export type { ActionScriptName, Connection, ConnectionOptions } from './connection.ts';
export { isMigrationActive, scriptVersion } from './connection.ts';
export { type ConnectionForOutcome, connectionFor, mayUseConnection } from './connection-for.ts';
export type { CheckScript, OptionsFault } from './connection-rules.ts';
export { type CreateConnectionOutcome, createConnection, type NewConnection } from './create-connection.ts';
export { type CreateUserOutcome, createUser } from './create-user.ts';
export { deleteUser } from './delete-user.ts';
export type * from './event.ts';
export { type IdentifierKey, identifierKey } from './identifier.ts';
export type { LegacyAnswer, LegacyDirectory } from './legacy-directory.ts';
export { liftTombstone } from './lift-tombstone.ts';
export { type LogInNeeds, logIn } from './log-in.ts';
export type { LogInAttempt, LogInOutcome } from './login-attempt.ts';
export type { NewUser } from './new-user.ts';
export { HashQueueFull, type PasswordHasher } from './password-hasher.ts';
export { type ParsedProfile, type Profile, parseProfile } from './profile.ts';
export { createRefusalClock, type RefusalClock } from './refusal-clock.ts';
export { configurationPlace } from './seal-configuration.ts';
export type { Tombstone } from './tombstone.ts';
export { type ConnectionPatch, type UpdateConnectionOutcome, updateConnection } from './update-connection.ts';
export { type UpdateUserOutcome, type UserPatch, updateUser } from './update-user.ts';
export { idWithinConnection, type User, type UserChanges, type UserOrigin } from './user.ts';
