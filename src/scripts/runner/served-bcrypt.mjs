/**
 * The `bcrypt` package, served by bcryptjs: `$2a$`, `$2b$` and `$2y$`. Unlike both it refuses a password
 * over 72 bytes, of which bcrypt would compare the first 72 only: any tail would match. `compare` then says
 * "no match" and not an error, which would tell existing users from others.
 * @param {(specifier: string) => unknown} require
 */
export function serve(require) {
  const bcryptjs = /** @type {typeof import('bcryptjs')} */ (require('bcryptjs'));

  /** @param {unknown} password @param {unknown} hash @param {Callback} [callback] */
  function compare(password, hash, callback) {
    return promised(async () => {
      const [text, stored] = textsOf(password, hash);
      return isTooLong(text) ? false : bcryptjs.compare(text, stored);
    }, callback);
  }

  /** @param {unknown} password @param {unknown} hash */
  function compareSync(password, hash) {
    const [text, stored] = textsOf(password, hash);
    return isTooLong(text) ? false : bcryptjs.compareSync(text, stored);
  }

  /** @param {unknown} password @param {string | number} salt @param {Callback} [callback] */
  function hash(password, salt, callback) {
    return promised(async () => bcryptjs.hash(hashable(password), salt), callback);
  }

  /** @param {unknown} password @param {string | number} salt */
  function hashSync(password, salt) {
    return bcryptjs.hashSync(hashable(password), salt);
  }

  /** `(rounds?, minor?, callback?)`, as the package has it. @param {unknown[]} args */
  function genSalt(...args) {
    const callback = args.find((one) => typeof one === 'function');
    const rounds = typeof args[0] === 'number' ? args[0] : 10;
    return promised(async () => bcryptjs.genSalt(rounds), /** @type {Callback | undefined} */ (callback));
  }

  const genSaltSync = (rounds = 10) => bcryptjs.genSaltSync(rounds);
  const { getRounds } = bcryptjs;
  return { compare, compareSync, hash, hashSync, genSalt, genSaltSync, getRounds };
}

const maxBytes = 72;

/** @typedef {(error: unknown, value?: unknown) => void} Callback */

/** @param {string} text */
function isTooLong(text) {
  if (Buffer.byteLength(text) <= maxBytes) return false;
  // biome-ignore lint/suspicious/noConsole: the captured console; the operator reads it beside the script's own lines.
  console.warn(
    `bcrypt: a password of more than ${maxBytes} bytes does not match; bcrypt would ignore the rest of it.`,
  );
  return true;
}

/** @param {unknown} password */
function hashable(password) {
  const text = textOf(password);
  if (Buffer.byteLength(text) > maxBytes)
    throw new Error(`bcrypt takes no password of more than ${maxBytes} bytes.`);
  return text;
}

/** @param {unknown} password @param {unknown} hash @returns {[string, string]} */
function textsOf(password, hash) {
  return [textOf(password), textOf(hash)];
}

/** Drivers give BINARY columns as Buffers. @param {unknown} value */
function textOf(value) {
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  throw new Error('data and hash arguments required');
}

/** @template T @param {() => Promise<T>} work @param {Callback} [callback] @returns {Promise<T> | undefined} */
function promised(work, callback) {
  if (callback === undefined) return work();
  work().then(
    (value) => process.nextTick(callback, null, value),
    (error) => process.nextTick(callback, error),
  );
  return undefined;
}
