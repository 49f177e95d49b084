import type { Clock } from '../lib/clock.ts';
import type { Client } from './client.ts';
import type { Clients } from './tenant-store.ts';

export interface AllowedOriginsNeeds {
  readonly clients: Pick<Clients, 'list'>;
  readonly clock: Pick<Clock, 'now'>;
}

type OriginsOfClient = Pick<Client, 'allowedOrigins' | 'webOrigins' | 'callbacks'>;

// Long enough that a busy page costs nothing, short enough that what is set on one node holds on the others.
const keptMs = 1000;
const maxClients = 10_000;

/**
 * Whether the pages of an origin may call us: some client lists it as an allowed origin, as a web origin, or has its
 * callbacks there, as Auth0 has it. A preflight does not say which client it is for, nor do we need to know: what an
 * origin gets here is no more than anybody gets without a browser.
 */
export function createAllowedOrigins({
  clients,
  clock,
}: AllowedOriginsNeeds): (origin: string) => Promise<boolean> {
  let known: Promise<readonly string[]> | undefined;
  let readAt = Number.NEGATIVE_INFINITY;

  async function read(): Promise<readonly string[]> {
    const { items } = await clients.list({ offset: 0, limit: maxClients });
    return [...new Set(items.flatMap(originsOf))];
  }

  return async (origin) => {
    if (known === undefined || clock.now() - readAt >= keptMs) {
      readAt = clock.now();
      known = read();
    }
    const reading = known;
    try {
      return (await reading).some((written) => isMeantBy(written, origin));
    } catch (error) {
      if (known === reading) known = undefined; // the next one reads again
      throw error;
    }
  };
}

/** The origins of what an operator has listed; where a URL stands in place of an origin, that of the URL. */
function originsOf({ allowedOrigins, webOrigins, callbacks }: OriginsOfClient): readonly string[] {
  return [...allowedOrigins, ...webOrigins, ...callbacks]
    .map((written) => URL.parse(written)?.origin)
    .filter((origin): origin is string => origin !== undefined && origin !== 'null');
}

/** The same origin, or one whose host has one label in place of a leading `*`. */
export function isMeantBy(written: string, origin: string): boolean {
  const wildcard = '://*.';
  const at = written.indexOf(wildcard);
  if (at === -1) return written === origin;
  const start = written.slice(0, at + '://'.length);
  const end = written.slice(at + wildcard.length - 1); // with its dot
  const label = origin.slice(start.length, -end.length);
  return origin === start + label + end && /^[a-z0-9-]+$/.test(label);
}
