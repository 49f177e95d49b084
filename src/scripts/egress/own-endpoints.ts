import { networkInterfaces } from 'node:os';
import { type AddressForms, addressForms, isInRange, rangeOf } from './address-forms.ts';
import { normalHost } from './egress-pattern.ts';
import type { ResolveHost } from './resolve-host.ts';

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** Says whether a target is one of Segue's own listeners or its own store. */
export type IsOwnEndpoint = (host: string, forms: AddressForms, port: number) => Promise<boolean>;

/** How long the addresses of an own name are believed: a store that moves is known after this. */
const believedMs = 30_000;

const anywhere = ['0.0.0.0/32', '::/128'].map(rangeOf);
const loopback = ['127.0.0.0/8', '::1/128'].map(rangeOf);

/**
 * Guards these endpoints, in every spelling: a listener on `0.0.0.0`, on loopback or on an address of this
 * machine is reached by all of them. The list is read at each check. `now` in milliseconds, monotonic.
 */
export function guardOwnEndpoints(
  endpoints: readonly HostAndPort[],
  resolve: ResolveHost,
  now: () => number,
): IsOwnEndpoint {
  const known = new Map<string, { readonly until: number; readonly addresses: readonly AddressForms[] }>();

  const addressesOf = async (host: string): Promise<readonly AddressForms[]> => {
    const literal = addressForms(host);
    if (literal !== undefined) return [literal];
    const last = known.get(host);
    if (last !== undefined && last.until > now()) return last.addresses;
    const found = await resolve(host, 0).catch(() => undefined);
    const addresses = found?.flatMap(({ address }) => addressForms(address) ?? []) ?? last?.addresses ?? [];
    known.set(host, { until: now() + believedMs, addresses });
    return addresses;
  };

  return async (host, forms, port) => {
    for (const own of endpoints) {
      if (own.port !== port) continue;
      if (normalHost(own.host) === host) return true;
      for (const address of await addressesOf(own.host)) if (isSamePlace(address, forms)) return true;
    }
    return false;
  };
}

function isSamePlace(own: AddressForms, asked: AddressForms): boolean {
  if (asked.all.some((one) => one.toString() === own.canonical.toString())) return true;
  return isThisMachine(own) && isThisMachine(asked);
}

function isThisMachine({ all }: AddressForms): boolean {
  const here = Object.values(networkInterfaces()).flatMap(
    (list) => list?.map(({ address }) => address) ?? [],
  );
  const spelt = new Set(here.map((address) => addressForms(address)?.canonical.toString()));
  return all.some(
    (one) => [...anywhere, ...loopback].some((range) => isInRange(one, range)) || spelt.has(one.toString()),
  );
}
