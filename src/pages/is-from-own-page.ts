import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a form was sent from a page of ours, as far as the browser says.
 *
 * No cookie carries authority here: the ticket in the URL is the secret, and who does not know it can forge nothing. The
 * check is a second wall, against another site that posts a ticket of its own making in somebody's name. A browser says
 * where a request began in `Sec-Fetch-Site` (`none`: with the person, as when a tab is restored), over plain HTTP only in
 * `Origin`; our pages send no referrer, and for them `Origin` is then `null` (Fetch, "append a request `Origin` header").
 * What says neither is no browser of today, and no site can make a browser leave them out.
 */
export function isFromOwnPage(headers: IncomingHttpHeaders, ownOrigin: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = headers;
  return origin === undefined || origin === 'null' || origin === ownOrigin;
}
