import { readMailAddress } from '../lib/mail-address.ts';

/** What one types to say who one is, in the form our keys have: trimmed and in lower case. */
export type IdentifierKey = string;

// RFC 5321 4.5.3.1.3 limits a path to 256 octets with its brackets. The other bounds are ours: generous to people,
// small enough that no hash, script or log suffers from them (S5).
const maxEmailBytes = 254;
const maxUsernameBytes = 128;
const maxPasswordBytes = 1024;

/** The key under which an email or username is stored and looked up. */
export function identifierKey(typed: string): IdentifierKey {
  return typed.trim().toLowerCase();
}

/** Whether an identifier has the shape of an email address; a username never does (S17). */
export function isEmailShaped(identifier: string): boolean {
  return identifier.includes('@');
}

/**
 * Whether an identifier and a password may be looked at at all. An empty, NUL-bearing or over-long one never reaches
 * a script: an LDAP bind with an empty password succeeds (RFC 4513, 5.1.2).
 */
export function areAcceptableCredentials(identifier: string, password: string): boolean {
  return isAcceptableIdentifier(identifier) && isAcceptablePassword(password);
}

/** Whether a trimmed identifier is within bounds and free of control characters. */
function isAcceptableIdentifier(identifier: string): boolean {
  const trimmed = identifier.trim();
  const most = isEmailShaped(trimmed) ? maxEmailBytes : maxUsernameBytes;
  return trimmed !== '' && Buffer.byteLength(trimmed) <= most && !hasControlCharacters(trimmed);
}

/** Whether a password is 1 to 1,024 bytes long and free of NUL. It is never trimmed or normalised. */
export function isAcceptablePassword(password: string): boolean {
  return password !== '' && Buffer.byteLength(password) <= maxPasswordBytes && !password.includes('\0');
}

/** Whether a text holds a C0 or C1 control character or DEL. */
export function hasControlCharacters(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

/**
 * An email as the legacy's and our users have it, checked loosely: `a@localhost` and `ü@x.de` are somebody's.
 */
export function isLooseEmail(email: string): boolean {
  return isAcceptableIdentifier(email) && /^[^\s@]+(@[^\s@]+)?@[^\s@]+$/u.test(email.trim());
}

/**
 * Whether letters can be sent to an email, which one that is new here has to allow. What the legacy system has is
 * somebody's already: `isLooseEmail` is enough for that.
 */
export function isDeliverableEmail(email: string): boolean {
  return isLooseEmail(email) && readMailAddress(email.trim()) !== null;
}

/** A username contains no `@` and no white space inside. */
export function isUsername(username: string): boolean {
  return isAcceptableIdentifier(username) && !/[\s@]/u.test(username.trim());
}
