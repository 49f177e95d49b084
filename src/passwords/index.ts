/**
 * A tool: today's password hash and the queue before it; what a new password must be (`policy/`); the hash formats of
 * legacy systems will live here too. Knows nothing of users. `app.ts` plugs it into the ports `PasswordHasher` and
 * `PasswordPolicy` of `accounts/`.
 */
export { createPasswordHashing, type PasswordHashing } from './password-hashing.ts';
export { createPasswordPolicy, type PolicyChecker } from './policy/password-policy.ts';
