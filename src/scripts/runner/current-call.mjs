import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * A call in this process. `open`: nothing said yet; `settled`: its outcome is known and about to be sent;
 * `sent`; `abandoned`: the server has answered for it (deadline).
 * @typedef {object} Call
 * @property {number} id
 * @property {'open' | 'settled' | 'sent' | 'abandoned'} state
 * @property {Set<import('../script-call.ts').ScriptNote>} notes
 * @property {number} logLines
 * @property {number} logCharacters
 * @property {(error: unknown) => void} fail settles the call with an error, or notes a late one
 */

/**
 * Which call the running code belongs to; follows timers, promises and sockets.
 * @type {AsyncLocalStorage<Call>}
 */
export const currentCall = new AsyncLocalStorage();

/**
 * Makes methods that take a callback call it in the context of whoever passed it. Pooled sockets belong to
 * the call that opened them; without this an exception in the callback would be blamed on that call.
 * @param {Record<string, unknown> | undefined} target usually a prototype
 * @param {readonly string[]} names
 */
export function keepCallContext(target, names) {
  for (const name of names) {
    const method = target?.[name];
    if (target === undefined || typeof method !== 'function') continue;
    /** @this {unknown} @param {unknown[]} args */
    target[name] = function keepingContext(...args) {
      const last = args.at(-1);
      const call = currentCall.getStore();
      if (typeof last === 'function' && call !== undefined) args[args.length - 1] = inContextOf(call, last);
      return Reflect.apply(method, this, args);
    };
  }
}

/**
 * An exception would leave the context on its way up through the driver: it is thrown again from a tick of
 * the call's own. The driver, whose callback it was not meant for, stays whole.
 * @param {Call} call @param {Function} callback
 */
function inContextOf(call, callback) {
  /** @this {unknown} @param {unknown[]} args */
  return function keptInContext(...args) {
    return currentCall.run(call, () => {
      try {
        return Reflect.apply(callback, this, args);
      } catch (error) {
        process.nextTick(() => {
          throw error;
        });
        return undefined;
      }
    });
  };
}
