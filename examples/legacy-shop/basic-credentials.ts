export interface BasicCredentials {
  readonly username: string;
  readonly password: string;
}

/**
 * What an `Authorization: Basic` header holds (RFC 7617, UTF-8), or undefined when it is missing or
 * malformed.
 */
export function parseBasicCredentials(header: string | undefined): BasicCredentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
  const decoded = Buffer.from(encoded ?? '', 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 0) return undefined;
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}
