import { isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { maxHostCharacters } from '../runner/protocol.mjs';
import {
  type AddressForms,
  type AddressRange,
  addressForms,
  isInRange,
  rangeOf,
  rangeOfOne,
} from './address-forms.ts';

/** A pattern that cannot be read. The message names it. */
export class EgressPatternError extends Error {
  override readonly name = 'EgressPatternError';
  readonly pattern: string;

  constructor(pattern: string, why: string) {
    super(`The egress pattern ${JSON.stringify(pattern.slice(0, 300))} is not valid: ${why}.`);
    this.pattern = pattern;
  }
}

/** Where a connection goes: the host as the script names it, and the address that it is resolved to. */
export interface EgressTarget {
  readonly host: string;
  readonly forms: AddressForms;
  readonly port: number;
}

/** One `host:port` of an allow list, read. */
export interface EgressPattern {
  matches(target: EgressTarget): boolean;
  /** Whether a name could match, before it is resolved: names that cannot are not looked up. */
  couldMatchName(host: string): boolean;
}

interface HostMatcher {
  readonly byName: (host: string) => boolean;
  readonly byAddress: (forms: AddressForms) => boolean;
}

const name = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;
const parts = /^(?:\[(?<bracketed>[^[\]]+)\]|(?<plain>[^[\]]+?))(?::(?<port>[^:]*))?$/;

/**
 * Reads a pattern: a name (`db.example.com`), every name below one (`*.example.com`), any host (`*`), an
 * address (`10.0.0.7`, `[fd00::7]`) or a range (`10.0.0.0/8`, `[fd00::/8]`), each with or without `:port`.
 * @throws {EgressPatternError}
 */
export function parseEgressPattern(pattern: string): EgressPattern {
  const { host, port } = splitPattern(pattern);
  const { byName, byAddress } = matcherOf(host, pattern);
  return {
    matches: (target) =>
      (port === undefined || port === target.port) && (byName(target.host) || byAddress(target.forms)),
    couldMatchName: (asked) => byAddress !== never || byName(asked),
  };
}

/** A host as it is compared: in lower case, in ASCII, without the dot of the root. */
export function normalHost(host: string): string {
  const bare = host.endsWith('.') ? host.slice(0, -1) : host;
  if (addressForms(bare) !== undefined) return bare.toLowerCase();
  return domainToASCII(bare) || bare.toLowerCase();
}

function splitPattern(pattern: string): { host: string; port: number | undefined } {
  if (isIPv6(pattern.split('/', 1)[0] ?? '')) return { host: pattern, port: undefined };
  const { bracketed, plain, port } = parts.exec(pattern)?.groups ?? {};
  const host = bracketed ?? plain;
  if (host === undefined) throw new EgressPatternError(pattern, 'it is not a host with or without a port');
  if (port === undefined) return { host, port };
  const number = /^[1-9]\d{0,4}$/.test(port) ? Number(port) : Number.NaN;
  if (!(number <= 65_535)) throw new EgressPatternError(pattern, 'its port is not a number from 1 to 65535');
  return { host, port: number };
}

const never = (): false => false;
const always = (): true => true;

function matcherOf(host: string, pattern: string): HostMatcher {
  if (host === '*') return { byName: always, byAddress: always };
  const range = host.includes('/') ? rangeIn(host, pattern) : oneAddress(host);
  if (range !== undefined)
    return { byName: never, byAddress: ({ canonical }) => isInRange(canonical, range) };
  const isBelow = host.startsWith('*.');
  const wanted = normalHost(isBelow ? host.slice(2) : host);
  if (wanted.length > maxHostCharacters || !name.test(wanted) || /^[\d.]+$/.test(wanted))
    throw new EgressPatternError(pattern, 'its host is neither a name nor an address');
  const byName = isBelow
    ? (asked: string): boolean => asked.endsWith(`.${wanted}`)
    : (asked: string): boolean => asked === wanted;
  return { byName, byAddress: never };
}

function oneAddress(host: string): AddressRange | undefined {
  const forms = addressForms(host);
  return forms && rangeOfOne(forms.canonical);
}

function rangeIn(host: string, pattern: string): AddressRange {
  try {
    return rangeOf(host);
  } catch {
    throw new EgressPatternError(pattern, 'its range is not an address and a number of bits');
  }
}

/** Why a text is no pattern, in a sentence that names it; undefined when it is one. */
export function faultInEgressPattern(text: string): string | undefined {
  try {
    parseEgressPattern(text);
    return undefined;
  } catch (error) {
    if (error instanceof EgressPatternError) return error.message;
    throw error;
  }
}
