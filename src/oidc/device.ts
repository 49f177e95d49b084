import type { Source } from '../accounts/index.ts';
import { isPlainObject } from '../lib/json.ts';

/** From where the family of a refresh token was begun, and used last: for the operator who looks at it. */
export interface Device {
  readonly first: Source;
  /** Of a token that rotates, the use that it was issued at. */
  readonly use?: Use;
}

/** One use of a refresh token: when (milliseconds since the Unix epoch), and from where. */
export interface Use {
  readonly at: number;
  readonly source: Source;
}

/** The device of a token that is issued to a login. */
export function newDevice(source: Source): Device {
  return { first: plain(source) };
}

/** The device of a token that takes the place of one that was used. */
export function usedDevice(device: Device | undefined, { at, source }: Use): Device {
  return { first: device?.first ?? plain(source), use: { at, source: plain(source) } };
}

/** What a token or a stored payload says of its device; one from before it was kept says nothing. */
export function deviceOf(token: object): Device | undefined {
  const device: unknown = 'device' in token ? token.device : undefined;
  if (!isPlainObject(device)) return undefined;
  const [first, use] = [readSource(device['first']), readUse(device['use'])];
  return first && { first, ...(use !== undefined && { use }) };
}

/** How the use of a token that goes on living is stored. */
export function writeUse({ at, source }: Use): string {
  return JSON.stringify({ at, source: plain(source) });
}

/** A use as it was stored. */
export function readStoredUse(stored: string | null): Use | undefined {
  return stored === null ? undefined : readUse(JSON.parse(stored));
}

function readUse(value: unknown): Use | undefined {
  if (!isPlainObject(value) || typeof value['at'] !== 'number') return undefined;
  const source = readSource(value['source']);
  return source && { at: value['at'], source };
}

function plain({ ip, userAgent }: Source): Source {
  return { ip, userAgent };
}

function readSource(value: unknown): Source | undefined {
  return isPlainObject(value)
    ? { ip: textOrNull(value['ip']), userAgent: textOrNull(value['userAgent']) }
    : undefined;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
