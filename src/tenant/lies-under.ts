/**
 * Whether an identifier is an address under a base URL, however it is spelled: scheme, case, default port, a final dot
 * of the host, userinfo, percent-encoding, dot segments, slashes of either kind. A token for such an audience could be
 * taken for one for our own API (S3).
 */
export function liesUnder(baseUrl: string, identifier: string): boolean {
  const base = placeOf(new URL(baseUrl));
  return spellings(identifier, baseUrl).some((url) => {
    const place = placeOf(url);
    return place.host === base.host && place.port === base.port && isWithin(base.path, place.path);
  });
}

/** What an identifier can be read as: a URL, or one without its scheme. */
function spellings(identifier: string, baseUrl: string): readonly URL[] {
  const { protocol } = new URL(baseUrl);
  const bare = identifier.trim().replace(/^[/\\]+/, '');
  return [identifier, `${protocol}//${bare}`].flatMap((text) => {
    const url = URL.parse(text);
    return url === null ? [] : [url];
  });
}

interface Place {
  readonly host: string;
  /** Empty for the default port of any scheme. */
  readonly port: string;
  readonly path: string;
}

const defaultPorts: ReadonlySet<string> = new Set(['', '80', '443']);

function placeOf(url: URL): Place {
  return {
    host: decoded(url.hostname).toLowerCase().replace(/\.+$/, ''),
    port: defaultPorts.has(url.port) ? '' : url.port,
    path: plainPath(url.pathname),
  };
}

function plainPath(path: string): string {
  const slashed = decoded(path).replaceAll('\\', '/');
  const { pathname } = new URL(`http://host/${slashed.replaceAll(/[?#]/g, '')}`);
  return `${decoded(pathname).toLowerCase()}/`.replaceAll(/\/+/g, '/');
}

function isWithin(basePath: string, path: string): boolean {
  return path.startsWith(basePath);
}

// Each round takes away one layer; nobody honest has more than two.
const maxLayers = 8;

function decoded(text: string, layersLeft = maxLayers): string {
  const once = text.replaceAll(/(%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run; // no UTF-8: no spelling of ours either
    }
  });
  return once === text || layersLeft === 0 ? once : decoded(once, layersLeft - 1);
}
