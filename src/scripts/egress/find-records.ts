import type { EgressPolicy } from './egress-policy.ts';
import type { Way } from './find-way.ts';
import { codeOf } from './open-connection.ts';
import type { DnsRecord, RecordResolver, RecordType } from './resolve-records.ts';

/** What DNS has of a name, where it may be asked for it. */
export type FoundRecords =
  | { readonly is: 'found'; readonly records: readonly DnsRecord[] }
  | Exclude<Way, { readonly is: 'open' }>;

/** A name with more records than this is not one that a driver asks for; so many fit into a line of 1 MB. */
const maxRecords = 256;

/**
 * Asks DNS for the records of a name. The rule is that for addresses: a name that the connection cannot reach is not
 * asked for, since the question alone would carry what it spells to whoever answers.
 */
export async function findRecords(
  name: string,
  type: RecordType,
  policy: EgressPolicy,
  resolver: RecordResolver,
): Promise<FoundRecords> {
  const why = policy.refusalOfName(name);
  if (why !== undefined) return { is: 'refused', why, failures: [{ code: 'EACCES', address: name }] };
  try {
    return { is: 'found', records: (await resolver.resolve(name, type)).slice(0, maxRecords) };
  } catch (error) {
    return { is: 'unknown-host', code: codeOf(error) ?? 'ENOTFOUND' };
  }
}
