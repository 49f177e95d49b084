import { createRequire } from 'node:module';
import { currentCall } from './current-call.mjs';
import { maxLogCharacters, maxLogLines } from './protocol.mjs';

const require = createRequire(import.meta.url);
const levels = /** @type {const} */ ({
  log: 'info',
  info: 'info',
  dir: 'info',
  trace: 'debug',
  debug: 'debug',
  warn: 'warn',
  error: 'error',
});

/**
 * Makes `console` speak to the server instead of a terminal: each line goes to the call that printed it,
 * until the call has had its share. What belongs to no call is dropped.
 * @param {(message: import('../wire.ts').LogMessage) => void} send
 */
export function captureConsole(send) {
  for (const [name, level] of Object.entries(levels)) {
    /** @param {unknown[]} args */
    const print = (...args) => capture(level, args, send);
    Reflect.set(globalThis.console, name, print);
  }
}

/** @param {import('../script-call.ts').LogLevel} level @param {unknown[]} args @param {(message: import('../wire.ts').LogMessage) => void} send */
function capture(level, args, send) {
  const call = currentCall.getStore();
  if (call === undefined || call.state === 'sent' || call.state === 'abandoned') return;
  const room = maxLogCharacters - call.logCharacters;
  if (call.logLines >= maxLogLines || room <= 0) return;
  const text = format(args).slice(0, room);
  call.logLines += 1;
  call.logCharacters += text.length;
  send({ type: 'log', id: call.id, level, text });
}

/** @param {unknown[]} args @returns {string} */
function format(args) {
  if (args.length === 1 && typeof args[0] === 'string') return args[0];
  try {
    return require('node:util').formatWithOptions({ depth: 4, maxStringLength: maxLogCharacters }, ...args);
  } catch {
    return '(a value that throws when it is printed)';
  }
}
