// The runner: one process for the scripts of one connection. Started by the supervisor, it reads `prepare`, `load`,
// then calls, from the control channel, and ends when the channel does.
import { captureConsole } from './captured-console.mjs';
import { openChannel } from './channel.mjs';
import { compileScript } from './compile-script.mjs';
import { currentCall } from './current-call.mjs';
import { installEgressShim } from './egress-shim.mjs';
import { guardProcess } from './guard-process.mjs';
import { protocolVersion } from './protocol.mjs';
import { runCall } from './run-call.mjs';
import { installGlobals } from './script-globals.mjs';
import { createScriptRequire } from './script-require.mjs';

/**
 * @typedef {import('../wire.ts').ServerMessage} ServerMessage
 * @typedef {import('../wire.ts').PrepareMessage} PrepareMessage
 * @typedef {import('../wire.ts').LoadMessage} LoadMessage
 * @typedef {import('../wire.ts').CallMessage} CallMessage
 */

/** @type {Partial<Record<string, string>>} */
let sources = {};
/** @type {Map<string, (...args: unknown[]) => unknown>} */
const compiled = new Map();
/** @type {Map<number, import('./current-call.mjs').Call>} */
const open = new Map();
/** @type {(specifier: string) => unknown} */
let require;
/** @type {() => void} */
let end = () => process.exit(0);
/** @type {(message: import('../wire.ts').EgressAnswer) => void} */
let receiveEgress = () => {};
const channel = openChannel(receive, () => end());

process.on('uncaughtException', retireWith);
process.on('unhandledRejection', retireWith);

/** @param {ServerMessage} message */
function receive(message) {
  if (message.type === 'call') return call(message);
  if (message.type === 'ping') return channel.send({ type: 'pong', rss: process.memoryUsage.rss() });
  if (message.type === 'prepare') return prepare(message);
  if (message.type === 'load') return load(message);
  if (message.type !== 'abandon') return receiveEgress(message);
  const abandoned = open.get(message.id);
  open.delete(message.id);
  if (abandoned?.state === 'open') abandoned.state = 'abandoned';
}

/** Does what takes time, before anybody waits. @param {PrepareMessage} message */
function prepare({ moduleFolders, egressFolder }) {
  require = createScriptRequire(moduleFolders);
  captureConsole(channel.send);
  end = guardProcess(require, channel.send);
  receiveEgress = installEgressShim(channel, egressFolder);
  // biome-ignore lint/style/noProcessEnv: scripts have no environment, and bubblewrap sets this one
  Reflect.deleteProperty(process.env, 'PWD');
}

/** @param {LoadMessage} message */
function load(message) {
  sources = message.sources;
  installGlobals(message.configuration, require);
  channel.send({ type: 'ready', protocol: protocolVersion });
}

/** @param {CallMessage} message */
function call(message) {
  const started = runCall(message, () => scriptOf(message.script), {
    send: channel.send,
    sendText: (line) => {
      open.delete(message.id);
      channel.sendText(line);
    },
  });
  if (started.state === 'open' || started.state === 'settled') open.set(message.id, started);
}

/** Compiled and evaluated once, by the first call that needs it. @param {string} script */
function scriptOf(script) {
  const known = compiled.get(script);
  if (known !== undefined) return known;
  const source = sources[script];
  if (source === undefined)
    throw Object.assign(new Error(`There is no ${script} script.`), { code: 'script-missing' });
  const fresh = compileScript(source, script);
  compiled.set(script, fresh);
  return fresh;
}

/**
 * An exception that no call caught: the call it belongs to fails with it, or has a note when it was answered, the others
 * finish, and the process, whose state nobody knows now, takes no more.
 * @param {unknown} error
 */
function retireWith(error) {
  const guilty = currentCall.getStore();
  guilty?.fail(error);
  channel.send({ type: 'retire', unclaimed: guilty === undefined });
}
