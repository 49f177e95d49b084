import crypto from 'node:crypto';
import { promisify } from 'node:util';
import { formatPhc, parsePhc } from './argon2-phc.mjs';

const derive = promisify(crypto.argon2);
const typeNames = /** @type {const} */ (['argon2d', 'argon2i', 'argon2id']);

/** The package's own defaults. */
const defaults = { hashLength: 32, timeCost: 3, memoryCost: 65_536, parallelism: 4, type: 2 };

/** Memory of one hash, in KiB: it lives outside the heap and must fit the process's limit beside another. */
const maxMemoryKib = 131_072;

/** Hashes wait for each other: sixteen calls at once would take sixteen times the memory. @type {Promise<unknown>} */
let turn = Promise.resolve();

/**
 * The `argon2` package, served by Node's own argon2: `verify(phc, password)`, `hash(password, options)`,
 * `needsRehash`. Argon2 version 1.3 only; version 1.0 hashes are refused with a clear error.
 */
export function serve() {
  return { hash, verify, needsRehash, argon2d: 0, argon2i: 1, argon2id: 2, limits: {}, defaults };
}

/**
 * @typedef {{ hashLength?: number, timeCost?: number, memoryCost?: number, parallelism?: number, type?: number,
 *   salt?: Buffer, secret?: Buffer, associatedData?: Buffer, raw?: boolean }} HashOptions
 * @param {string | Buffer} password @param {HashOptions} [options]
 */
async function hash(password, options = {}) {
  const { hashLength, timeCost, memoryCost, parallelism, type } = { ...defaults, ...options };
  const algorithm = typeNames[type];
  if (algorithm === undefined) throw new TypeError('Unknown argon2 type.');
  const salt = options.salt ?? crypto.randomBytes(16);
  const cost = { memory: memoryCost, passes: timeCost, parallelism };
  const key = await compute(algorithm, password, { ...cost, salt, length: hashLength }, options);
  if (options.raw) return key;
  return formatPhc({ algorithm, version: 19, ...cost, salt, hash: key, data: options.associatedData });
}

/** @param {string} phc @param {string | Buffer} password @param {{ secret?: Buffer }} [options] */
async function verify(phc, password, options = {}) {
  const stored = parsePhc(phc);
  if (stored.version !== 19) throw new Error('Argon2 hashes of version 1.0 cannot be verified here.');
  const shape = { ...stored, length: stored.hash.length };
  const key = await compute(stored.algorithm, password, shape, { ...options, associatedData: stored.data });
  return crypto.timingSafeEqual(key, stored.hash);
}

/** @param {string} phc @param {HashOptions} [options] */
function needsRehash(phc, options = {}) {
  const stored = parsePhc(phc);
  const wanted = { ...defaults, ...options };
  return stored.version !== 19 || stored.memory !== wanted.memoryCost || stored.passes !== wanted.timeCost;
}

/**
 * @param {typeof typeNames[number]} algorithm
 * @param {string | Buffer} password
 * @param {{ memory: number, passes: number, parallelism: number, salt: Buffer, length: number }} shape
 * @param {{ secret?: Buffer | undefined, associatedData?: Buffer | undefined }} extra
 * @returns {Promise<Buffer>}
 */
function compute(algorithm, password, shape, extra) {
  if (shape.memory > maxMemoryKib)
    throw new RangeError(`Argon2 may use ${maxMemoryKib} KiB here, not ${shape.memory}.`);
  const { memory, passes, parallelism, salt: nonce, length: tagLength } = shape;
  const optional = {
    ...(extra.secret === undefined ? {} : { secret: extra.secret }),
    ...(extra.associatedData === undefined ? {} : { associatedData: extra.associatedData }),
  };
  const work = () =>
    derive(algorithm, { message: password, nonce, memory, passes, parallelism, tagLength, ...optional });
  const done = turn.then(work, work);
  turn = done.catch(() => {});
  return done;
}
