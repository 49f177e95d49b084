import { isIP } from 'node:net';

/**
 * A question to DNS. `shown` is what an error names: what the script asked with.
 * @typedef {{ type: string, syscall: string, name: string, shown: string, ttl: boolean }} Question
 */

/** Node's methods, each with the records that it asks for. */
const typesByMethod = new Map([
  ['resolve4', 'A'],
  ['resolve6', 'AAAA'],
  ['resolveAny', 'ANY'],
  ['resolveCaa', 'CAA'],
  ['resolveCname', 'CNAME'],
  ['resolveMx', 'MX'],
  ['resolveNaptr', 'NAPTR'],
  ['resolveNs', 'NS'],
  ['resolvePtr', 'PTR'],
  ['resolveSoa', 'SOA'],
  ['resolveSrv', 'SRV'],
  ['resolveTlsa', 'TLSA'],
  ['resolveTxt', 'TXT'],
]);
const types = new Set(typesByMethod.values());

/** The methods of `dns` and of its resolvers that ask something. */
export const questionMethods = [...typesByMethod.keys(), 'resolve', 'reverse'];

/**
 * What a method of Node's is asked with these arguments; undefined where it would throw.
 * @param {string} method @param {readonly unknown[]} args those before the callback
 * @returns {Question | undefined}
 */
export function questionOf(method, [name, given]) {
  if (typeof name !== 'string') return undefined;
  if (method === 'reverse') return isIP(name) === 0 ? undefined : reverseQuestion(name);
  const type = typesByMethod.get(method) ?? String(given ?? 'A');
  if (!types.has(type)) return undefined;
  const syscall = `query${type.slice(0, 1)}${type.slice(1).toLowerCase()}`;
  return { type, syscall, name, shown: name, ttl: Boolean(Object(given).ttl) };
}

/** @param {string} address @returns {Question} */
function reverseQuestion(address) {
  const labels =
    isIP(address) === 4
      ? [...address.split('.').reverse(), 'in-addr']
      : [...nibblesOf(address).reverse(), 'ip6'];
  const name = [...labels, 'arpa'].join('.');
  return { type: 'PTR', syscall: 'getHostByAddr', name, shown: address, ttl: false };
}

/** The 32 hexadecimal digits of an IPv6 address. @param {string} address */
function nibblesOf(address) {
  const [bare] = address.split('%', 1);
  // An IPv4 address at its end becomes groups too.
  const [head = '', tail = ''] = new URL(`http://[${bare}]/`).hostname.slice(1, -1).split('::');
  const [first, last] = [groupsIn(head), groupsIn(tail)];
  const groups = [...first, ...Array(8 - first.length - last.length).fill('0'), ...last];
  return [...groups.map((group) => group.padStart(4, '0')).join('')];
}

/** @param {string} text */
function groupsIn(text) {
  return text === '' ? [] : text.split(':');
}
