import type { WantedFamily } from './egress/resolve-host.ts';
import {
  forbiddenKeys,
  maxDepth,
  maxHostCharacters,
  maxLogCharacters,
  maxMessageCharacters,
  recordTypes,
} from './runner/protocol.mjs';
import type { LogLevel, ScriptNote } from './script-call.ts';
import type { RunnerMessage, WireAnswer, WireError } from './wire.ts';

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
const noteNames: readonly ScriptNote[] = ['callback-twice', 'late-throw', 'late-callback'];

const maxPort = 65_535;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads one line from a runner, which is hostile input: every field is checked, what is not ours is left
 * behind. Undefined for a line that our runner would never write.
 */
export function readRunnerMessage(line: string): RunnerMessage | undefined {
  try {
    const message: unknown = JSON.parse(line);
    return isFields(message) ? readMessage(message) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function readMessage(message: Fields): RunnerMessage | undefined {
  switch (message['type']) {
    case 'answer':
      return readAnswer(message);
    case 'log':
      return readLog(message);
    case 'note':
      return readNote(message);
    case 'pong':
      return isCount(message['rss']) ? { type: 'pong', rss: message['rss'] } : undefined;
    case 'exit':
      return readExit(message);
    case 'retire':
      return { type: 'retire', unclaimed: message['unclaimed'] === true };
    case 'egress':
      return readEgress(message);
    case 'resolve':
      return readResolve(message);
    case 'query':
      return readQuery(message);
    case 'egress-close':
      return isCount(message['id']) ? { type: 'egress-close', id: message['id'] } : undefined;
    case 'ready':
      return isCount(message['protocol']) ? { type: 'ready', protocol: message['protocol'] } : undefined;
    default:
      return undefined;
  }
}

function readAnswer(message: Fields): RunnerMessage | undefined {
  const { id, notes } = message;
  const answer = readOutcome(message);
  if (!isCount(id) || !Array.isArray(notes) || answer === undefined) return undefined;
  return { type: 'answer', id, notes: noteNames.filter((name) => notes.includes(name)), ...answer };
}

function readOutcome(message: Fields): WireAnswer | undefined {
  if (message['kind'] === 'nothing') return { kind: 'nothing' };
  if (message['kind'] === 'value') return readValue(message['value']);
  const error = message['kind'] === 'error' ? readError(message['error']) : undefined;
  return error && { kind: 'error', error };
}

function readValue(value: unknown): WireAnswer | undefined {
  if (value === undefined) return undefined;
  const clean = withoutForbiddenKeys(value, 0);
  return clean === tooDeep ? undefined : { kind: 'value', value: clean };
}

function readLog(message: Fields): RunnerMessage | undefined {
  const { id, text } = message;
  const level = levels.find((one) => one === message['level']);
  if (!isCount(id) || !isText(text, maxLogCharacters) || level === undefined) return undefined;
  return { type: 'log', id, level, text };
}

function readNote(message: Fields): RunnerMessage | undefined {
  const { id } = message;
  const note = noteNames.find((one) => one === message['note']);
  return isCount(id) && note !== undefined ? { type: 'note', id, note } : undefined;
}

function readExit(message: Fields): RunnerMessage | undefined {
  const { id } = message;
  return id === null || isCount(id) ? { type: 'exit', id } : undefined;
}

function readEgress({ id, host, port, family }: Fields): RunnerMessage | undefined {
  if (!isCount(id) || !isHost(host) || !isFamily(family)) return undefined;
  return isCount(port) && port <= maxPort ? { type: 'egress', id, host, port, family } : undefined;
}

function readResolve({ id, host, family }: Fields): RunnerMessage | undefined {
  if (!isCount(id) || !isHost(host) || !isFamily(family)) return undefined;
  return { type: 'resolve', id, host, family };
}

function readQuery({ id, host, recordType }: Fields): RunnerMessage | undefined {
  const known = recordTypes.find((one) => one === recordType);
  if (!isCount(id) || !isHost(host) || known === undefined) return undefined;
  return { type: 'query', id, host, recordType: known };
}

function readError(error: unknown): WireError | undefined {
  if (!isFields(error)) return undefined;
  const { kind, message, code, identifier, name, codes } = error;
  if (!isText(message, maxMessageCharacters) || !isOptionalText(code) || !isOptionalText(identifier))
    return undefined;
  if (kind === 'wrong-credentials')
    return { kind, message, ...(identifier === undefined ? {} : { identifier }) };
  if (kind === 'refused') return code === undefined ? undefined : { kind, message, code };
  if (kind !== 'thrown' || !isText(name, maxMessageCharacters) || !Array.isArray(codes)) return undefined;
  const words = codes.filter((one) => isText(one, maxMessageCharacters)).slice(0, 16);
  return { kind, name, message, codes: words, ...(code === undefined ? {} : { code }) };
}

const tooDeep = Symbol('too deep');

/** A copy without the keys that reach prototypes, at every depth; `tooDeep` for what no runner of ours sends. */
function withoutForbiddenKeys(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > maxDepth) return tooDeep;
  const entries: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value)) {
    if (forbiddenKeys.has(key)) continue;
    const clean = withoutForbiddenKeys(inner, depth + 1);
    if (clean === tooDeep) return tooDeep;
    entries.push([key, clean]);
  }
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name as DNS has it at most, or an address with a zone. Every character of it may be anything but NUL. */
function isHost(value: unknown): value is string {
  return isText(value, maxHostCharacters) && value !== '' && !value.includes('\0');
}

function isFamily(value: unknown): value is WantedFamily {
  return value === 0 || value === 4 || value === 6;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isText(value: unknown, maxCharacters: number): value is string {
  return typeof value === 'string' && value.length <= maxCharacters;
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || isText(value, maxMessageCharacters);
}
