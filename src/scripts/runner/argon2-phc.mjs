/**
 * An argon2 hash and its parameters; `memory` in KiB.
 * @typedef {object} Argon2Hash
 * @property {'argon2d' | 'argon2i' | 'argon2id'} algorithm
 * @property {number} version 19 is 1.3; 16 is 1.0, which is also meant when the string says none
 * @property {number} memory
 * @property {number} passes
 * @property {number} parallelism
 * @property {Buffer} salt
 * @property {Buffer} hash
 * @property {Buffer | undefined} data
 */

const form =
  /^\$(argon2(?:id|i|d))\$(?:v=(\d{1,3})\$)?([a-z]+=[^$,]+(?:,[a-z]+=[^$,]+)*)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/**
 * Reads a PHC string.
 * @param {unknown} text
 * @returns {Argon2Hash}
 * @throws {TypeError} not one of argon2's
 */
export function parsePhc(text) {
  const match = form.exec(Buffer.isBuffer(text) ? text.toString('utf8') : String(text));
  const [, algorithm, version, list, salt, hash] = match ?? [];
  if (list === undefined || salt === undefined || hash === undefined)
    throw new TypeError('Not an argon2 PHC string.');
  const parameters = new Map(
    list.split(',').map((pair) => /** @type {[string, string]} */ (pair.split(/=(.*)/, 2))),
  );
  const data = parameters.get('data');
  return {
    algorithm: /** @type {Argon2Hash['algorithm']} */ (algorithm),
    version: Number(version ?? 16),
    memory: number(parameters, 'm'),
    passes: number(parameters, 't'),
    parallelism: number(parameters, 'p'),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
    data: data === undefined ? undefined : Buffer.from(data, 'base64'),
  };
}

/**
 * Writes a PHC string.
 * @param {Argon2Hash} hash
 * @returns {string}
 */
export function formatPhc({ algorithm, version, memory, passes, parallelism, salt, hash, data }) {
  const extra = data === undefined ? '' : `,data=${base64(data)}`;
  return `$${algorithm}$v=${version}$m=${memory},t=${passes},p=${parallelism}${extra}$${base64(salt)}$${base64(hash)}`;
}

/** @param {Map<string, string>} parameters @param {string} name */
function number(parameters, name) {
  const value = Number(parameters.get(name));
  if (!Number.isInteger(value) || value < 1)
    throw new TypeError(`Not an argon2 PHC string: no valid ${name}.`);
  return value;
}

/** @param {Buffer} bytes */
function base64(bytes) {
  return bytes.toString('base64').replace(/=+$/, '');
}
