import { readMailAddress } from '../lib/mail-address.ts';
import type { Brand } from '../tenant/index.ts';

/** A way to reach the support: what is read, and where it leads. */
export interface Contact {
  readonly label: string;
  readonly href: string;
}

/** The ways to reach a brand's support that are fit to be shown; what is malformed is left out. */
export function contactsOf({ supportEmail, supportUrl }: Brand): readonly Contact[] {
  const address = supportEmail === null ? null : readMailAddress(supportEmail);
  const page = supportUrl === null ? null : readWebAddress(supportUrl);
  return [
    ...(address === null ? [] : [{ label: address, href: `mailto:${encodeURI(address)}` }]),
    ...(page === null ? [] : [{ label: page.replace(/^https?:\/\/|\/$/g, ''), href: page }]),
  ];
}

/** A web address in its canonical form; null for anything else, `javascript:` above all. */
export function readWebAddress(
  written: string,
  protocols: readonly string[] = ['https:', 'http:'],
): string | null {
  const url = URL.parse(written);
  return url !== null && protocols.includes(url.protocol) ? url.href : null;
}
