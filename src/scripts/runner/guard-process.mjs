import os from 'node:os';
import { currentCall } from './current-call.mjs';

/** Where `process.getBuiltinModule` and its old kin lead around `require`; and what reaches other processes. */
const refusedMethods = [
  'abort',
  'binding',
  'dlopen',
  'kill',
  '_debugEnd',
  '_debugProcess',
  '_kill',
  '_linkedBinding',
];

/** A server that has not read a line by then is not there any more. */
const endedWithinMs = 5_000;

/**
 * Takes from `process` what reaches beyond a script, and gives the end of the process a name: the call that
 * asked for it is at fault, the others are not.
 * @param {(specifier: string) => unknown} require
 * @param {(message: import('../wire.ts').ExitMessage) => void} send
 * @returns {() => void} ends the process for real
 */
export function guardProcess(require, send) {
  // `process.exit` looks it up when it is called: replacing it replaces both.
  const reallyExit = /** @type {(code: number) => void} */ (Reflect.get(process, 'reallyExit')).bind(process);
  const end = () => reallyExit(0);
  for (const name of refusedMethods) refuse(process, 'process', name);
  refuse(os, 'os', 'setPriority');
  Reflect.set(process, 'getBuiltinModule', require);
  Reflect.set(process, 'reallyExit', () => {
    send({ type: 'exit', id: currentCall.getStore()?.id ?? null });
    // The server ends us when it has read that: were we gone before, its next word to us would fail, and the line with it.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, endedWithinMs);
    end();
  });
  // The server ends its runners by closing the channel, after their calls; a signal to the whole group must not.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
  return end;
}

/** @param {object} owner @param {string} title @param {string} name */
function refuse(owner, title, name) {
  Reflect.set(owner, name, () => {
    throw new Error(`${title}.${name} is not available to action scripts.`);
  });
}
