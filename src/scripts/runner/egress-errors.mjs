import { getSystemErrorMap } from 'node:util';
import { egressRefusal } from './protocol.mjs';

/** @type {Map<string, number>} */
const numbers = new Map([...getSystemErrorMap()].map(([number, [code]]) => [code, number]));
// Node's own name for EAI_NONAME, and for a name without addresses.
numbers.set('ENOTFOUND', numbers.get('EAI_NONAME') ?? -3008);

/** An error with the fields that the system's have. @param {string} message @param {Record<string, unknown> & { code: string }} fields */
function systemError(message, { code, ...fields }) {
  return Object.assign(new Error(message), { errno: numbers.get(code), code, ...fields });
}

/**
 * The error that Node has for a connection that could not be made: with several addresses one of each.
 * @param {Extract<import('../wire.ts').EgressAnswer, { type: 'egress-failed' }>} failed
 * @param {string} host
 * @param {number} port
 * @returns {Error}
 */
export function egressError({ syscall, failures }, host, port) {
  const errors = failures.map(({ code, address = host }) =>
    syscall === 'getaddrinfo' ? lookupError(code, host) : connectError(code, address, port),
  );
  const [first] = errors;
  if (errors.length === 1 && first !== undefined) return first;
  return Object.assign(new AggregateError(errors), { code: first?.code });
}

/** @param {string} code */
function reasonOf(code) {
  return code === 'EACCES' ? ` - ${egressRefusal}` : '';
}

/** @param {string} code @param {string} hostname */
function lookupError(code, hostname) {
  return systemError(`getaddrinfo ${code} ${hostname}${reasonOf(code)}`, {
    code,
    syscall: 'getaddrinfo',
    hostname,
  });
}

/**
 * An error of a question to DNS.
 * @param {string} code @param {string} syscall @param {string} hostname
 */
export function queryError(code, syscall, hostname) {
  const message = `${syscall} ${code} ${hostname}${reasonOf(code)}`;
  return Object.assign(new Error(message), { errno: undefined, code, syscall, hostname });
}

/** A connection that broke off. @param {string} code */
export function readError(code) {
  return systemError(`read ${code}`, { code, syscall: 'read' });
}

/** A socket of the machine that scripts may not open. @param {string} address */
export function pathError(address) {
  return systemError(`connect EACCES ${address} - action scripts connect over TCP only`, {
    code: 'EACCES',
    syscall: 'connect',
    address,
  });
}

/** @param {string} code @param {string} address @param {number} port */
function connectError(code, address, port) {
  const place = `${address}:${port}`;
  return systemError(`connect ${code} ${place}${reasonOf(code)}`, {
    code,
    syscall: 'connect',
    address,
    port,
  });
}
