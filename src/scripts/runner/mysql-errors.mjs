const closedState = "Can't add new command when connection is in closed state";

/**
 * A callback that gets errors as the old package has them: the code before the server's message, and a
 * code where mysql2 gives none. Scripts that keep a connection look for it to open another.
 * @param {unknown} callback
 * @param {() => boolean} isEnding whether `end` was called on the connection
 * @returns {unknown}
 */
export function withOldErrors(callback, isEnding) {
  if (typeof callback !== 'function') return callback;
  /** @this {unknown} @param {unknown} error @param {unknown[]} rest */
  return function oldErrors(error, ...rest) {
    if (error instanceof Error) makeOld(error, isEnding());
    return Reflect.apply(callback, this, [error, ...rest]);
  };
}

/**
 * The callback of `connect`: every error there ends the connection, and the old package says so.
 * @param {unknown} callback
 * @returns {unknown}
 */
export function withFatalErrors(callback) {
  if (typeof callback !== 'function') return callback;
  /** @this {unknown} @param {unknown[]} args */
  return function fatalErrors(...args) {
    const [error] = args;
    if (error instanceof Error) Reflect.set(error, 'fatal', true);
    return Reflect.apply(callback, this, args);
  };
}

/** @param {Error & { code?: unknown, sqlMessage?: unknown, fatal?: boolean }} error @param {boolean} isEnding */
function makeOld(error, isEnding) {
  if (error.code === undefined && error.message === closedState) {
    error.code = isEnding ? 'PROTOCOL_ENQUEUE_AFTER_QUIT' : 'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR';
    error.fatal = false;
  }
  const { code, sqlMessage } = error;
  if (typeof sqlMessage === 'string' && error.message === sqlMessage)
    error.message = `${code}: ${sqlMessage}`;
}
