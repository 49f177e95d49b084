/**
 * A URL that a page may link to, or null. Escaping does not make `javascript:` harmless: only the web, mail, and the
 * private-use schemes of native applications, which contain a dot (RFC 8252, 7.1), are let through.
 */
export function linkable(url: string | null): string | null {
  const parsed = url === null ? null : URL.parse(url);
  if (parsed === null) return null;
  const isLinkable = /^(https?|mailto|[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+):$/.test(parsed.protocol);
  return isLinkable ? parsed.href : null;
}

/**
 * An image that a page may show, with the origin that its content security policy must name; or null. Hosts are held to
 * a plain form, because a URL allows `;` in a host, which would end the directive.
 */
export function showable(url: string | null): { readonly src: string; readonly origin: string } | null {
  const parsed = url === null ? null : URL.parse(url);
  if (parsed === null || !/^https?:\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d+)?$/.test(parsed.origin)) return null;
  return { src: parsed.href, origin: parsed.origin };
}
