import { Type } from 'typebox';
import { isAddressRange } from '../../lib/address-list.ts';

/** Addresses that are never refused, as they are sent. */
export const allowlistProperty = Type.Optional(
  Type.Array(Type.String({ maxLength: 49 }), {
    maxItems: 100,
    description: 'IPv4 and IPv6 addresses, and ranges of them in CIDR notation',
  }),
);

/** What is wrong with an allowlist; `undefined` when nothing is. */
export function faultInAllowlist(allowlist: readonly string[] | undefined): string | undefined {
  const faulty = allowlist?.find((each) => !isAddressRange(each));
  return faulty === undefined ? undefined : 'allowlist: an entry is neither an IP address nor a CIDR range.';
}

/** What is wrong with shields that Segue does not have; `undefined` when nothing is. */
export function faultInShields(shields: readonly string[] | undefined): string | undefined {
  const other = shields?.find((shield) => shield !== 'block');
  return other === undefined ? undefined : `shields: Segue has no ${other}; see the logs, and the metrics.`;
}

/** Whether there is a shield at all: without one failures are counted and nobody is refused. */
export function readShields(shields: readonly string[] | undefined): boolean | undefined {
  return shields?.includes('block');
}

/** The shields as the API shows them. */
export function shieldsForm(blocks: boolean): readonly string[] {
  return blocks ? ['block'] : [];
}
