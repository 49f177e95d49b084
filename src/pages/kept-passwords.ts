import type { Clock } from '../lib/clock.ts';
import { contentDigest } from '../lib/keyed-digest.ts';
import type { SealedPlace, Sealer } from '../lib/sealed-secret.ts';
import type { PagesNeeds } from './needs.ts';

const keptForMs = 15 * 60_000; // an outage that lasts longer is worth typing a password again

/** Seals what was typed into a page shown during an outage: nobody but Segue can read it, and only for the same ticket. */
export function createKeptPasswords({
  sealer,
  clock,
}: {
  readonly sealer: Sealer;
  readonly clock: Pick<Clock, 'now'>;
}): Pick<PagesNeeds, 'keep' | 'kept'> {
  return {
    keep: (secret, password) => sealer.seal(`${clock.now() + keptForMs} ${password}`, placeFor(secret)),
    kept(secret, text) {
      const [, until, password] = /^(\d+) (.*)$/s.exec(sealer.open(text, placeFor(secret)) ?? '') ?? [];
      return Number(until) > clock.now() ? password : undefined;
    },
  };
}

function placeFor(secret: string): SealedPlace {
  return { table: 'pages', row: contentDigest(secret), field: 'password' };
}
