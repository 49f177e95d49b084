import { isPlainObject } from '../lib/json.ts';
import type { SealedPlace, Sealer } from '../lib/sealed-secret.ts';
import type { PagesNeeds } from './needs.ts';

const place: SealedPlace = { table: 'pages', row: 'done', field: 'way-on' };

/** Seals where a page that says "done" leads on to, so that its address is no secret and still leads nowhere else. */
export function createWaysOn({
  sealer,
}: {
  readonly sealer: Sealer;
}): Pick<PagesNeeds, 'sealWayOn' | 'openWayOn'> {
  return {
    sealWayOn: ({ url, application }) => sealer.seal(JSON.stringify({ url, application }), place),
    openWayOn(text) {
      const opened: unknown = JSON.parse(sealer.open(text, place) ?? 'null');
      if (!isPlainObject(opened)) return undefined;
      const { url, application } = opened;
      return typeof url === 'string' && typeof application === 'string' ? { url, application } : undefined;
    },
  };
}
