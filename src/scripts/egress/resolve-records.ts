import type { MxRecord, SrvRecord } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import type { recordTypes } from '../runner/protocol.mjs';

/** A type of record that scripts can ask for. */
export type RecordType = (typeof recordTypes)[number];

/** A record as Node gives it: a name, the texts of a TXT record, or fields. */
export type DnsRecord =
  | string
  | readonly string[]
  | { readonly address: string; readonly ttl: number }
  | MxRecord
  | SrvRecord;

/** Asks DNS for one process. */
export interface RecordResolver {
  /** @throws an error with a code of DNS: `ENOTFOUND`, `ENODATA`, `ESERVFAIL`, `ETIMEOUT` */
  resolve(name: string, type: RecordType): Promise<readonly DnsRecord[]>;
  /** Gives up what is being asked. */
  cancel(): void;
}

export type OpenRecords = () => RecordResolver;

/** Together less than a call may last. Node's own would try for more than a minute. */
const patience = { timeout: 2_500, tries: 3 };

/**
 * Asks DNS servers: the system's, read now, where none are given. Names are asked for as they are: neither the
 * server's hosts file nor its search domains show.
 */
export function openRecordResolver(servers?: readonly string[]): RecordResolver {
  const resolver = new Resolver(patience);
  if (servers !== undefined) resolver.setServers(servers);
  return {
    resolve: (name, type) => {
      if (type === 'A') return resolver.resolve4(name, { ttl: true });
      return type === 'AAAA' ? resolver.resolve6(name, { ttl: true }) : ask(resolver, name, type);
    },
    cancel: () => resolver.cancel(),
  };
}

function ask(
  resolver: Resolver,
  name: string,
  type: Exclude<RecordType, 'A' | 'AAAA'>,
): Promise<readonly DnsRecord[]> {
  switch (type) {
    case 'MX':
      return resolver.resolveMx(name);
    case 'SRV':
      return resolver.resolveSrv(name);
    case 'TXT':
      return resolver.resolveTxt(name);
    default:
      return resolver.resolve(name, type);
  }
}
