/**
 * The network that an address stands for when people are told apart by address: an IPv6 customer has 2^64 addresses and
 * more, so the first 64 bits count; an IPv4 address counts whole, also in its IPv6 form. Anything else stays as it is.
 */
export function networkOf(address: string): string {
  const groups = groupsOf(address);
  if (groups === undefined) return address;
  const [high = 0, low = 0] = groups.slice(6);
  const isIpv4 = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isIpv4) return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of an IPv6 address (RFC 4291 2.2); `undefined` for anything else. */
function groupsOf(address: string): readonly number[] | undefined {
  const [plain = ''] = address.split('%', 1); // a zone names an interface of ours
  const url = /^[\da-f:.]+$/i.test(plain) ? URL.parse(`http://[${plain}]`) : null;
  if (url === null) return undefined;
  const [head = '', tail] = url.hostname.slice(1, -1).split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
}
