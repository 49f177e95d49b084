import { BlockList, isIP } from 'node:net';

/** Whether a text is an IP address. */
export function isAddress(text: string): boolean {
  return bitsOf(text) > 0;
}

/** Whether a text is an IP address, or a range of them in CIDR notation. */
export function isAddressRange(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = bitsOf(address);
  if (bits === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}

/** Whether an address is one of these, or in one of these ranges. An IPv4 address is the same in its IPv6 form. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  const [plain = ''] = address.split('%', 1); // a zone names an interface of ours
  if (ranges.length === 0 || isIP(plain) === 0) return false;
  return listOf(ranges).check(plain, familyOf(plain));
}

// A list is made once for the array that it came in: as long as settings stay as they were read, so does it.
const made = new WeakMap<readonly string[], BlockList>();

function listOf(ranges: readonly string[]): BlockList {
  const known = made.get(ranges);
  if (known !== undefined) return known;
  const list = new BlockList();
  for (const range of ranges.filter(isAddressRange)) add(list, range);
  made.set(ranges, list);
  return list;
}

function add(list: BlockList, range: string): void {
  const [address = '', prefix] = range.split('/');
  if (prefix === undefined) list.addAddress(address, familyOf(address));
  else list.addSubnet(address, Number(prefix), familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}

function bitsOf(address: string): 0 | 32 | 128 {
  const version = isIP(address);
  return version === 4 ? 32 : version === 6 && !address.includes('%') ? 128 : 0;
}
