/**
 * A tool: today's password hash and the queue before it; policies, blocklists and the hash formats of legacy systems
 * will live here too. Knows nothing of users. `app.ts` plugs it into the port `PasswordHasher` of `accounts/`.
 */
export { createPasswordHashing, type PasswordHashing } from './password-hashing.ts';
