import { egressRefusal } from './runner/protocol.mjs';
import type { WireError } from './wire.ts';

/**
 * Codes with which systems and drivers say that there was no connection: the operating system, DNS, its servers,
 * undici, `request` and axios, mysql and mysql2, tedious.
 */
const connectionCodes = new Set([
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'EREFUSED',
  'ESERVFAIL',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_SOCKET',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'POOL_CLOSED',
  'ER_CON_COUNT_ERROR',
  'ER_NET_READ_ERROR',
  'ER_NET_READ_INTERRUPTED',
  'ER_NET_WRITE_INTERRUPTED',
  'ER_NORMAL_SHUTDOWN',
  'ER_OUT_OF_RESOURCES',
  'ER_SERVER_ISNT_AVAILABLE',
  'ER_SERVER_SHUTDOWN',
  'ER_SHUTDOWN_COMPLETE',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_USER_LIMIT_REACHED',
  'ESOCKET',
  'ETIMEOUT',
  'ECONNCLOSED',
]);

/** Names of errors that carry no code: LDAP result codes 51 and 52, aborted requests, the MongoDB driver. */
const connectionNames = new Set([
  'BusyError',
  'UnavailableError',
  'TimeoutError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
]);

/** PostgreSQL: connection exceptions, no connection slot left, an operator's shutdown, starting up. */
const connectionSqlStates = /^(?:08[0-9A-Z]{3}|53300|57P0[1-5])$/;

/** What pg, pg-pool, mysql2, ldapts and ldapjs say of a lost connection without any code, word for word. */
const connectionMessages = [
  /^Connection terminated(?: unexpectedly| due to connection timeout)?$/,
  /^Client has encountered a connection error and is not queryable$/,
  /^(?:timeout expired|timeout exceeded when trying to connect|Query read timeout)$/,
  /^Can't add new command when connection is in closed state$/,
  /^(?:Connection timeout|Socket connection not established)$/,
  /^(?:Socket error|Connection closed before message response was received)\. Message type: /,
  /^\w+Request: Operation timed out$/,
  /^\d+__ldaps?:\/\/\S+ closed$/,
];

type Thrown = Extract<WireError, { kind: 'thrown' }>;

/**
 * The code by which a script's error says that its legacy system could not be reached, or undefined for an
 * error of the script's own. It may stand on a cause.
 */
export function connectionCodeOf(error: Thrown): string | undefined {
  // Whatever a driver makes of it: what the policy refuses says nothing of the legacy system.
  if (error.message.includes(egressRefusal)) return undefined;
  const own = error.code === undefined ? error.codes : [error.code, ...error.codes];
  const word = own.find(
    (one) => connectionCodes.has(one) || connectionSqlStates.test(one) || connectionNames.has(one),
  );
  if (word !== undefined) return word;
  return connectionMessages.some((form) => form.test(error.message)) ? 'CONNECTION_LOST' : undefined;
}
