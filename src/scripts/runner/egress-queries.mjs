import dns from 'node:dns';
import { isIP } from 'node:net';
import { questionMethods, questionOf } from './dns-question.mjs';
import { queryError } from './egress-errors.mjs';
import { recordTypes } from './protocol.mjs';

/**
 * @typedef {import('./egress-names.mjs').EgressClient} EgressClient
 * @typedef {import('./egress-names.mjs').Failed} Failed
 * @typedef {import('./dns-question.mjs').Question} Question
 * @typedef {import('../egress/resolve-records.ts').DnsRecord} DnsRecord
 * @typedef {(resolver: object, question: Question) => Promise<unknown>} Ask
 */

/**
 * Has every question to DNS asked by the server, of the server's own DNS servers: `dns.resolve*`, `dns.reverse`,
 * in both forms, and the methods of resolvers. What is called wrongly stays Node's. Records that no driver asks for
 * are "not implemented".
 * @param {EgressClient} client
 */
export function routeQueries(client) {
  const ask = askThrough(client);
  route(dns, withCallback, ask);
  route(dns.promises, withPromise, ask);
  refuseServiceNames();
}

/** What a resolver waits for: each cancels one. @type {WeakMap<object, Set<() => void>>} */
const waiting = new WeakMap();

/** @param {EgressClient} client @returns {Ask} */
function askThrough(client) {
  return (resolver, { type, syscall, name, shown, ttl }) =>
    new Promise((resolve, reject) => {
      /** @param {string} code */
      const fail = (code) => reject(queryError(code, syscall, shown));
      const recordType = recordTypes.find((one) => one === type);
      if (recordType === undefined) return fail('ENOTIMP');
      const cancel = () => fail('ECANCELLED');
      const pending = waiting.get(resolver) ?? new Set();
      waiting.set(resolver, pending.add(cancel));
      client.ask({ type: 'query', host: name, recordType }, (answer) => {
        pending.delete(cancel);
        if (answer.type === 'queried') resolve(ttl ? answer.records : withoutTtl(answer.records));
        else fail(codeIn(/** @type {Failed} */ (answer)));
      });
    });
}

/** Addresses come with their time to live. @param {readonly DnsRecord[]} records */
function withoutTtl(records) {
  return records.map((one) => (typeof one === 'object' && 'address' in one ? one.address : one));
}

/** @param {Failed} failed */
function codeIn({ failures: [failure] }) {
  // Node's name for a name that is none.
  return failure === undefined || failure.code === 'EINVAL' ? 'EBADNAME' : failure.code;
}

/**
 * Replaces the methods of resolvers, and the functions of the module, which are those of one resolver.
 * @param {{ Resolver: new () => object }} module
 * @param {(method: string, here: Function, ask: Ask) => Function} made
 * @param {Ask} ask
 */
function route(module, made, ask) {
  const { prototype } = module.Resolver;
  for (const method of questionMethods)
    Reflect.set(prototype, method, made(method, Reflect.get(prototype, method), ask));
  /** @this {object} */
  const cancel = function cancel() {
    for (const one of waiting.get(this) ?? []) one();
  };
  Object.defineProperty(prototype, 'cancel', { value: cancel, writable: true, configurable: true });
  const resolver = new module.Resolver();
  for (const method of questionMethods)
    Reflect.set(module, method, Reflect.get(prototype, method).bind(resolver));
}

/** @param {string} method @param {Function} here @param {Ask} ask */
function withCallback(method, here, ask) {
  /** @this {object} @param {unknown[]} args */
  return function queried(...args) {
    const callback = args.at(-1);
    const question = questionOf(method, args.slice(0, -1));
    if (question === undefined || typeof callback !== 'function') return Reflect.apply(here, this, args);
    ask(this, question).then(
      (records) => process.nextTick(callback, null, records),
      (error) => process.nextTick(callback, error),
    );
    return {};
  };
}

/** @param {string} method @param {Function} here @param {Ask} ask */
function withPromise(method, here, ask) {
  /** @this {object} @param {unknown[]} args */
  return function queried(...args) {
    const question = questionOf(method, args);
    return question === undefined ? Reflect.apply(here, this, args) : ask(this, question);
  };
}

/** The service of a port is a matter of a file of the machine, and no driver asks for it. */
function refuseServiceNames() {
  const { lookupService: lookupHere } = dns;
  const { lookupService: promisedHere } = dns.promises;
  /** @param {unknown[]} args */
  const lookupService = (...args) => {
    const [address, , callback] = args;
    if (typeof address !== 'string' || isIP(address) === 0 || typeof callback !== 'function')
      return Reflect.apply(lookupHere, dns, args);
    process.nextTick(callback, queryError('ENOTIMP', 'getnameinfo', address));
    return {};
  };
  /** @param {unknown[]} args */
  const promised = (...args) => {
    const [address] = args;
    if (typeof address !== 'string' || isIP(address) === 0)
      return Reflect.apply(promisedHere, dns.promises, args);
    return Promise.reject(queryError('ENOTIMP', 'getnameinfo', address));
  };
  Reflect.set(dns, 'lookupService', lookupService);
  Reflect.set(dns.promises, 'lookupService', promised);
}
