import { isIP } from 'node:net';
import type { EgressPolicy, EgressRefusal } from './egress-policy.ts';
import { type ConnectFailure, codeOf } from './open-connection.ts';
import type { ResolvedAddress, ResolveHost, WantedFamily } from './resolve-host.ts';

/** Where a script wants to connect to. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly family: WantedFamily;
}

/** Whether a destination can be connected to, and at which addresses, all of them checked. */
export type Way =
  | { readonly is: 'open'; readonly addresses: readonly ResolvedAddress[] }
  | { readonly is: 'unknown-host'; readonly code: string }
  | { readonly is: 'refused'; readonly why: EgressRefusal; readonly failures: readonly ConnectFailure[] };

/** A name with more addresses than this is no legacy system. */
const maxAddresses = 16;

/** Resolves a host once and checks every address; nobody resolves it again after the check (S22). */
export async function findWay(
  { host, port, family }: Destination,
  policy: EgressPolicy,
  resolve: ResolveHost,
): Promise<Way> {
  const resolved = await resolveAllowed(host, family, policy, resolve);
  if (resolved.is !== 'open') return resolved;
  const checked = await Promise.all(
    resolved.addresses.map(async (one) => ({ one, why: await policy.refusalOf(host, one.address, port) })),
  );
  const addresses = checked.filter(({ why }) => why === undefined).map(({ one }) => one);
  const why = checked.find((one) => one.why !== undefined)?.why;
  if (addresses.length > 0 || why === undefined) return { is: 'open', addresses };
  return { is: 'refused', why, failures: checked.map(({ one }) => refusedAt(one.address)) };
}

/** The addresses of a host that may be asked for. */
export async function resolveAllowed(
  host: string,
  family: WantedFamily,
  policy: EgressPolicy,
  resolve: ResolveHost,
): Promise<Way> {
  const literal = isIP(host);
  if (literal === 4 || literal === 6) return { is: 'open', addresses: [{ address: host, family: literal }] };
  const why = policy.refusalOfName(host);
  if (why !== undefined) return { is: 'refused', why, failures: [refusedAt(host)] };
  try {
    const addresses = (await resolve(host, family)).slice(0, maxAddresses);
    return addresses.length > 0 ? { is: 'open', addresses } : { is: 'unknown-host', code: 'ENOTFOUND' };
  } catch (error) {
    return { is: 'unknown-host', code: codeOf(error) ?? 'ENOTFOUND' };
  }
}

function refusedAt(address: string): ConnectFailure {
  return { code: 'EACCES', address };
}
