/**
 * The heart: what happens to users. One use case, one file; the words and the ports beside them. `log-in.ts` is the
 * place to begin. Knows nothing of HTTP, SQL, files, processes or the environment; enters `tenant/` and `lib/` only.
 * The ports (accounts-store, legacy-directory, password-hasher, attempt-counters) are implemented by `store/`,
 * `legacy/` and `passwords/`, and in memory by `fakes/`; their contract suites are the `*.contract.ts` files.
 */
export type * from './accounts-store.ts';
export { type AttackProtection, createAttackProtection } from './attack-protection.ts';
export type { AttemptCounters } from './attempt-counters.ts';
export type { ActionScriptName, Connection, ConnectionOptions } from './connection.ts';
export { isMigrationActive, missingScripts, scriptVersion } from './connection.ts';
export { type ConnectionForOutcome, connectionFor } from './connection-for.ts';
export type * from './event.ts';
export {
  type IdentifierKey,
  identifierKey,
  isAcceptableIdentifier,
  isAcceptablePassword,
  isLooseEmail,
  isUsername,
} from './identifier.ts';
export type { LegacyAnswer, LegacyDirectory } from './legacy-directory.ts';
export { type LogInNeeds, logIn } from './log-in.ts';
export type { LogInAttempt, LogInOutcome } from './login-attempt.ts';
export { HashQueueFull, type PasswordHasher } from './password-hasher.ts';
export { type ParsedProfile, type Profile, parseProfile } from './profile.ts';
export { createRefusalClock, type RefusalClock } from './refusal-clock.ts';
export { type LegacyResolution, resolveLegacy } from './resolve-legacy.ts';
export type { Tombstone } from './tombstone.ts';
export { idWithinConnection, subjectFor, type User, type UserChanges, type UserOrigin } from './user.ts';
