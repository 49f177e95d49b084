import dns from 'node:dns';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { egressError } from './egress-errors.mjs';

/**
 * @typedef {ReturnType<typeof import('./egress-client.mjs').openEgressClient>} EgressClient
 * @typedef {import('../egress/resolve-host.ts').ResolvedAddress} ResolvedAddress
 * @typedef {Extract<import('../wire.ts').EgressAnswer, { type: 'egress-failed' }>} Failed
 * @typedef {(error: Error | null, address?: string | readonly ResolvedAddress[], family?: number) => void} LookupCallback
 */

/**
 * Replaces `dns.lookup` in both of its forms: names are resolved by the server. What needs no network, and
 * what is called wrongly, stays Node's.
 * @param {EgressClient} client
 */
export function routeNames(client) {
  const { lookup: lookupHere } = dns;
  const { lookup: promisedHere } = dns.promises;

  /** @param {unknown} host @param {unknown} given @param {LookupCallback} [last] */
  function lookup(host, given, last) {
    const callback = /** @type {LookupCallback} */ (last ?? given);
    if (!isName(host) || typeof callback !== 'function')
      return Reflect.apply(lookupHere, dns, last === undefined ? [host, given] : [host, given, last]);
    const options = optionsOf(last === undefined ? {} : given);
    ask(host, options).then(
      (found) => process.nextTick(callback, null, ...(options.all ? [found] : fieldsOf(found))),
      (error) => process.nextTick(callback, error),
    );
    return {};
  }

  /** @param {unknown} host @param {unknown} [given] */
  async function promised(host, given) {
    if (!isName(host)) return Reflect.apply(promisedHere, dns.promises, [host, given]);
    const options = optionsOf(given);
    const found = await ask(host, options);
    return options.all ? found : found[0];
  }

  /** @param {string} host @param {ReturnType<typeof optionsOf>} options @returns {Promise<ResolvedAddress[]>} */
  function ask(host, { family, order }) {
    return new Promise((resolve, reject) => {
      client.ask({ type: 'resolve', host, family }, (answer) => {
        if (answer.type === 'resolved') resolve(inOrder(answer.addresses, order));
        else reject(egressError(/** @type {Failed} */ (answer), host, 0));
      });
    });
  }

  Object.defineProperty(lookup, promisify.custom, { value: promised });
  Reflect.set(dns, 'lookup', lookup);
  Reflect.set(dns.promises, 'lookup', promised);
}

/** @param {unknown} host @returns {host is string} */
function isName(host) {
  return typeof host === 'string' && host !== '' && !host.includes('\0') && isIP(host) === 0;
}

/** A number is the family. @param {unknown} given */
function optionsOf(given) {
  const options = /** @type {dns.LookupOptions} */ (
    typeof given === 'object' && given !== null ? given : { family: given }
  );
  const preferred = options.verbatim === false ? 'ipv4first' : dns.getDefaultResultOrder();
  return {
    family: familyOf(options.family),
    all: options.all === true,
    order: options.order ?? preferred,
  };
}

/** @param {unknown} family @returns {0 | 4 | 6} */
export function familyOf(family) {
  if (family === 4 || family === 'IPv4') return 4;
  return family === 6 || family === 'IPv6' ? 6 : 0;
}

/** @param {readonly ResolvedAddress[]} addresses @param {string} order */
function inOrder(addresses, order) {
  if (order === 'verbatim') return [...addresses];
  const first = order === 'ipv6first' ? 6 : 4;
  return [
    ...addresses.filter(({ family }) => family === first),
    ...addresses.filter(({ family }) => family !== first),
  ];
}

/** @param {readonly ResolvedAddress[]} found */
function fieldsOf([first]) {
  return [first?.address, first?.family];
}
