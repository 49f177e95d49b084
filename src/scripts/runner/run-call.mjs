import { currentCall } from './current-call.mjs';
import { toJsonText } from './plain-value.mjs';
import { describeError } from './script-errors.mjs';

/**
 * @typedef {import('./current-call.mjs').Call} Call
 * @typedef {{ send: (message: import('../wire.ts').RunnerMessage) => void, sendText: (line: string) => void }} Channel
 * @typedef {{ error: unknown } | { value: unknown }} Outcome
 * @typedef {import('../wire.ts').CallMessage} CallMessage
 */

/**
 * Runs one script for one call and sends exactly one answer: the first callback, returned value or throw.
 * What comes later is a note. The answer leaves when the code that gave it has returned, so that a second
 * callback or a throw right behind the first still travels with it.
 * @param {CallMessage} message
 * @param {() => (...args: unknown[]) => unknown} load gives the script's function; may throw what the script throws
 * @param {Channel} channel
 * @returns {Call}
 */
export function runCall(message, load, channel) {
  /** @type {Outcome | undefined} */
  let outcome;
  let running = true;

  /** @type {Call} */
  const call = { id: message.id, state: 'open', notes: new Set(), logLines: 0, logCharacters: 0, fail };

  /** @param {Outcome} next @param {import('../script-call.ts').ScriptNote} otherwise the note when it is too late */
  function settle(next, otherwise) {
    if (call.state !== 'open') return note(otherwise);
    outcome = next;
    call.state = 'settled';
    if (!running) process.nextTick(send);
  }

  /** @param {unknown} error */
  function fail(error) {
    settle({ error }, 'late-throw');
  }

  /** @param {unknown} [error] @param {unknown} [value] */
  function callback(error, value) {
    settle(error ? { error } : { value }, call.state === 'abandoned' ? 'late-callback' : 'callback-twice');
  }

  /** @param {import('../script-call.ts').ScriptNote} name */
  function note(name) {
    if (call.notes.has(name)) return;
    call.notes.add(name);
    if (call.state === 'sent' || call.state === 'abandoned')
      channel.send({ type: 'note', id: call.id, note: name });
  }

  function send() {
    if (call.state !== 'settled' || outcome === undefined) return;
    call.state = 'sent';
    channel.sendText(answerLine(call, outcome));
  }

  currentCall.run(call, () => {
    try {
      follow(start(message, load(), callback), {
        give: (value) => settle({ value }, 'callback-twice'),
        fail,
      });
    } catch (error) {
      fail(error);
    }
    running = false;
    send();
  });
  return call;
}

/**
 * A parameter more than arguments and callback receives the context.
 * @param {CallMessage} message @param {(...args: unknown[]) => unknown} script @param {(error?: unknown, value?: unknown) => void} callback
 */
function start(message, script, callback) {
  const takesContext = script.length > message.args.length + 1;
  const returned = takesContext
    ? script(...message.args, message.context ?? {}, callback)
    : script(...message.args, callback);
  return { returned, declaresCallback: script.length > message.args.length };
}

/**
 * Follows a native promise only: callback scripts often return what a driver's query gave them, and
 * mysql2's throws when it is treated as a promise.
 * @param {{ returned: unknown, declaresCallback: boolean }} started
 * @param {{ give: (value: unknown) => void, fail: (error: unknown) => void }} call
 */
function follow({ returned, declaresCallback }, call) {
  if (!(returned instanceof Promise)) return;
  returned.then((value) => {
    const awaitsCallback = declaresCallback && isNoAnswer(value);
    if (currentCall.getStore()?.state === 'open' && !awaitsCallback) call.give(value);
  }, call.fail);
}

/**
 * An async script that declares the callback and resolves to nothing, or to the query that will call it,
 * has not answered yet. @param {unknown} value
 */
function isNoAnswer(value) {
  if (value === undefined) return true;
  return typeof value === 'object' && value !== null && 'emit' in value && typeof value.emit === 'function';
}

/** @param {Call} call @param {Outcome} outcome @returns {string} */
function answerLine(call, outcome) {
  const frame = { type: 'answer', id: call.id, notes: [...call.notes] };
  if ('error' in outcome)
    return JSON.stringify({ ...frame, kind: 'error', error: describeError(outcome.error) });
  const { value } = outcome;
  if (value === undefined || value === null || value === false)
    return JSON.stringify({ ...frame, kind: 'nothing' });
  try {
    const text = toJsonText(value);
    return `{"type":"answer","id":${call.id},"notes":${JSON.stringify(frame.notes)},"kind":"value","value":${text}}`;
  } catch (error) {
    return JSON.stringify({ ...frame, kind: 'error', error: describeError(error) });
  }
}
