import { lookup } from 'node:dns/promises';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** 0: either. */
export type WantedFamily = 0 | 4 | 6;

/**
 * Gives every address of a name, in the order to try them.
 * @throws an error with the code that `getaddrinfo` gave: `ENOTFOUND`, `EAI_AGAIN`
 */
export type ResolveHost = (host: string, family: WantedFamily) => Promise<readonly ResolvedAddress[]>;

/** Asks the system, hosts file included, as a script outside of a sandbox would. */
export const resolveHost: ResolveHost = async (host, family) => {
  const found = await lookup(host, { all: true, family, order: 'verbatim' });
  return found.map(({ address, family: its }) => ({ address, family: its === 6 ? 6 : 4 }));
};

/**
 * Looks names up one after the other, and a name that is being looked up already not twice. A process whose
 * names hang keeps one thread of the system's few waiting, and none of its other connections'.
 */
export function resolveInTurn(resolve: ResolveHost): ResolveHost {
  const running = new Map<string, ReturnType<ResolveHost>>();
  let last: Promise<unknown> = Promise.resolve();
  return (host, family) => {
    const key = `${family} ${host}`;
    const same = running.get(key);
    if (same !== undefined) return same;
    const mine = last.then(() => resolve(host, family)).finally(() => running.delete(key));
    last = mine.catch(() => {});
    running.set(key, mine);
    return mine;
  };
}
