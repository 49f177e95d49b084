import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;
export type AddressRange = readonly [Address, number];

/** An address, and the others that a packet to it may end up at. */
export interface AddressForms {
  /** What a rule that admits names: the IPv4 address itself where the system or a NAT64 gateway unwraps it. */
  readonly canonical: Address;
  /** What a rule that refuses looks at: the address and every IPv4 address wrapped in it. */
  readonly all: readonly Address[];
}

interface Wrapping {
  readonly range: AddressRange;
  /** Which of the sixteen bytes hold the IPv4 address, in order. */
  readonly bytes: readonly [number, number, number, number];
  /** The packet goes to the IPv4 address and nowhere else. */
  readonly isTransparent?: boolean;
  readonly isInverted?: boolean;
  /** Other addresses of the range wrap nothing: `::1`, and those of the other layout. They have a zero there. */
  readonly isOptional?: boolean;
}

const lastFour = [12, 13, 14, 15] as const;

const wrappings: readonly Wrapping[] = [
  // IPv4-mapped (RFC 4291) and translated (RFC 2765): the system opens an IPv4 connection.
  { range: rangeOf('::ffff:0:0/96'), bytes: lastFour, isTransparent: true },
  { range: rangeOf('::ffff:0:0:0/96'), bytes: lastFour },
  // IPv4-compatible, retired.
  { range: rangeOf('::/96'), bytes: lastFour, isOptional: true },
  // NAT64 (RFC 6052), and its prefix for local use (RFC 8215) with either layout.
  { range: rangeOf('64:ff9b::/96'), bytes: lastFour, isTransparent: true },
  { range: rangeOf('64:ff9b:1::/48'), bytes: lastFour },
  { range: rangeOf('64:ff9b:1::/48'), bytes: [6, 7, 9, 10], isOptional: true },
  // 6to4 (RFC 3056) and Teredo (RFC 4380).
  { range: rangeOf('2002::/16'), bytes: [2, 3, 4, 5] },
  { range: rangeOf('2001::/32'), bytes: lastFour, isInverted: true },
];

/** Reads an address in any spelling that `net.isIP` takes, a zone included; undefined for anything else. */
export function addressForms(text: string): AddressForms | undefined {
  const [bare = ''] = text.split('%');
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return undefined;
  const address = ipaddr.parse(bare);
  if (address instanceof ipaddr.IPv4) return { canonical: address, all: [address] };
  const found = wrappings.filter(({ range }) => isInRange(address, range));
  const transparent = found.find(({ isTransparent }) => isTransparent);
  if (transparent !== undefined) {
    const canonical = unwrap(address, transparent);
    return { canonical, all: [canonical] };
  }
  const wrapped = found
    .map((wrapping) => ({ wrapping, inner: unwrap(address, wrapping) }))
    .filter(({ wrapping, inner }) => !wrapping.isOptional || (inner.octets[0] ?? 0) !== 0);
  return { canonical: address, all: [address, ...wrapped.map(({ inner }) => inner)] };
}

/** Whether an address lies in a range; never one of the other family. */
export function isInRange(address: Address, [base, bits]: AddressRange): boolean {
  return address.kind() === base.kind() && address.match(base, bits);
}

/** Reads `10.0.0.0/8`. @throws {Error} not a range */
export function rangeOf(text: string): AddressRange {
  return ipaddr.parseCIDR(text);
}

/** A range of one address. */
export function rangeOfOne(address: Address): AddressRange {
  return [address, address instanceof ipaddr.IPv4 ? 32 : 128];
}

function unwrap(address: ipaddr.IPv6, { bytes, isInverted = false }: Wrapping): ipaddr.IPv4 {
  const all = address.toByteArray();
  return new ipaddr.IPv4(bytes.map((index) => (all[index] ?? 0) ^ (isInverted ? 0xff : 0)));
}
