import { maxMessageCharacters } from './protocol.mjs';

/** The legacy system knows the user, or not; the password is not right either way. */
export class WrongUsernameOrPasswordError extends Error {
  /** @param {string} [identifier] @param {string} [message] */
  constructor(identifier, message) {
    super(message ?? 'Wrong username or password');
    this.name = 'WrongUsernameOrPasswordError';
    this.identifier = identifier;
  }
}

/** The script refuses with a code and a message that may be shown. */
export class ValidationError extends Error {
  /** @param {string} [code] @param {string} [message] */
  constructor(code, message) {
    super(message ?? code ?? 'Refused');
    this.name = 'ValidationError';
    this.code = code ?? 'validation_error';
  }
}

/** The script refuses this user with a message that may be shown. */
export class UnauthorizedError extends Error {
  /** @param {string} [message] */
  constructor(message) {
    super(message ?? 'Unauthorized');
    this.name = 'UnauthorizedError';
    this.code = 'unauthorized';
  }
}

/** A result that no answer can be made of; `code` says why. */
export class InvalidResultError extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.name = 'InvalidResultError';
    this.code = code;
  }
}

/**
 * An error as it crosses the channel: name, code, message, and the codes found along its causes. Nothing
 * else leaves: drivers put SQL with its values, sockets and whole requests on their errors.
 * @param {unknown} error
 * @returns {import('../wire.ts').WireError}
 */
export function describeError(error) {
  try {
    return describe(error);
  } catch {
    return { kind: 'thrown', name: 'Error', message: 'An error that throws when it is read.', codes: [] };
  }
}

/** @param {unknown} error @returns {import('../wire.ts').WireError} */
function describe(error) {
  const message = messageOf(error);
  if (error instanceof WrongUsernameOrPasswordError) {
    const { identifier } = error;
    return {
      kind: 'wrong-credentials',
      message,
      ...(identifier === undefined ? {} : { identifier: cut(identifier) }),
    };
  }
  if (error instanceof ValidationError || error instanceof UnauthorizedError) {
    return { kind: 'refused', code: cut(error.code), message };
  }
  const code = codeOf(error);
  const name = nameOf(error);
  return { kind: 'thrown', name, message, codes: codesOf(error), ...(code === undefined ? {} : { code }) };
}

/** @param {unknown} error */
function messageOf(error) {
  if (!isObject(error)) return cut(error);
  return cut(
    typeof error['message'] === 'string' && error['message'] !== '' ? error['message'] : nameOf(error),
  );
}

/** @param {unknown} error */
function nameOf(error) {
  if (!isObject(error)) return 'Error';
  return typeof error['name'] === 'string' && error['name'] !== '' ? cut(error['name']) : 'Error';
}

/** @param {unknown} error @returns {string | undefined} */
function codeOf(error) {
  const code = isObject(error) ? error['code'] : undefined;
  return typeof code === 'string' || typeof code === 'number' ? cut(code) : undefined;
}

/**
 * Codes and names of the error and of what caused it: `fetch` wraps ECONNREFUSED in a TypeError, a host
 * with several addresses gives an AggregateError.
 * @param {unknown} error @returns {string[]}
 */
function codesOf(error) {
  /** @type {Set<string>} */
  const found = new Set();
  let layer = [error];
  for (let depth = 0; depth < 4 && layer.length > 0; depth += 1) {
    for (const one of layer) for (const word of [codeOf(one), nameOf(one)]) if (word) found.add(word);
    layer = layer.flatMap(causesOf).slice(0, 8);
  }
  return [...found].slice(0, 16);
}

/** @param {unknown} error @returns {unknown[]} */
function causesOf(error) {
  if (!isObject(error)) return [];
  const errors = Array.isArray(error['errors']) ? error['errors'] : [];
  return [error['cause'], ...errors].filter(isObject);
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isObject(value) {
  return typeof value === 'object' && value !== null;
}

/** @param {unknown} value */
function cut(value) {
  return String(value).slice(0, maxMessageCharacters);
}
