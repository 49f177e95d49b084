import crypto from 'node:crypto';

/**
 * The built-in `crypto`, with the `pbkdf2(password, salt, iterations, length, callback)` of old Node beside
 * today's: without a digest it is SHA-1, and a salt that is a string holds one byte a character. Published
 * scripts for ASP.NET's Simple Membership are written so.
 */
export function serve() {
  return Object.create(Object.getPrototypeOf(crypto), {
    ...Object.getOwnPropertyDescriptors(crypto),
    pbkdf2: { value: pbkdf2, enumerable: true },
    pbkdf2Sync: { value: pbkdf2Sync, enumerable: true },
  });
}

/**
 * @typedef {import('node:crypto').BinaryLike} Bytes
 * @typedef {(error: Error | null, key: Buffer) => void} Callback
 */

/**
 * @param {Bytes} password @param {Bytes} salt @param {number} iterations @param {number} length
 * @param {string | Callback | undefined} digest @param {Callback} [callback]
 */
function pbkdf2(password, salt, iterations, length, digest, callback) {
  if (typeof digest === 'function')
    return crypto.pbkdf2(password, oldSalt(salt), iterations, length, 'sha1', digest);
  if (digest === undefined && callback !== undefined)
    return crypto.pbkdf2(password, oldSalt(salt), iterations, length, 'sha1', callback);
  return Reflect.apply(crypto.pbkdf2, crypto, [password, salt, iterations, length, digest, callback]);
}

/** @param {Bytes} password @param {Bytes} salt @param {number} iterations @param {number} length @param {string} [digest] */
function pbkdf2Sync(password, salt, iterations, length, digest) {
  if (digest === undefined) return crypto.pbkdf2Sync(password, oldSalt(salt), iterations, length, 'sha1');
  return crypto.pbkdf2Sync(password, salt, iterations, length, digest);
}

/** @param {Bytes} salt */
function oldSalt(salt) {
  return typeof salt === 'string' ? Buffer.from(salt, 'latin1') : salt;
}
