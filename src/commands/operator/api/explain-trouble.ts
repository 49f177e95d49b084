import { isPlainObject } from '../../../lib/json.ts';
import { type ExitCode, exitCodes, Failure } from '../failure.ts';

interface Trouble {
  readonly exitCode: ExitCode;
  readonly said: string;
  readonly advice: string;
}

const trustIt =
  'If it is yours, have Node trust it: NODE_EXTRA_CA_CERTS=/path/to/certificate.pem (its own, or its authority’s).';
const whereIsIt = 'Set SEGUE_URL or --url to where Segue is.';

const unavailable = (said: string, advice: string): Trouble => ({
  exitCode: exitCodes.unavailable,
  said,
  advice,
});

const troubles: Readonly<Record<string, Trouble>> = {
  ECONNREFUSED: unavailable('nobody listens there', `Is Segue running? ${whereIsIt}`),
  ENOTFOUND: unavailable('there is no such host', whereIsIt),
  EAI_AGAIN: unavailable('the name of the host cannot be looked up now', 'Check the network and its DNS.'),
  ECONNRESET: unavailable(
    'it breaks the connection off',
    'Where it serves HTTPS, the address begins with https://.',
  ),
  ETIMEDOUT: unavailable('it does not answer', 'Check the network, and a firewall between.'),
  DEPTH_ZERO_SELF_SIGNED_CERT: unavailable('its certificate has signed itself', trustIt),
  SELF_SIGNED_CERT_IN_CHAIN: unavailable(
    'its certificate is from an authority that is not known here',
    trustIt,
  ),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unavailable(
    'its certificate is from an authority that is not known here',
    trustIt,
  ),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unavailable(
    'it sends its certificate without those that lead to an authority',
    `Have it send the whole chain (SEGUE_TLS_CERT takes one). ${trustIt}`,
  ),
  CERT_HAS_EXPIRED: unavailable('its certificate has expired', 'Renew it, or check this machine’s clock.'),
  CERT_NOT_YET_VALID: unavailable('its certificate is not valid yet', 'Check this machine’s clock.'),
  ERR_TLS_CERT_ALTNAME_INVALID: unavailable(
    'its certificate is for another name',
    'Use the name that the certificate has as SEGUE_URL.',
  ),
  ERR_SSL_WRONG_VERSION_NUMBER: unavailable(
    'it does not speak TLS there',
    'For plain HTTP, begin the address with http://.',
  ),
  ERR_SSL_PACKET_LENGTH_TOO_LONG: unavailable(
    'it does not speak TLS there',
    'For plain HTTP, begin the address with http://.',
  ),
};

const sameAs: Readonly<Record<string, string>> = {
  UND_ERR_SOCKET: 'ECONNRESET',
  EPIPE: 'ECONNRESET',
  UND_ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_HEADERS_TIMEOUT: 'ETIMEDOUT',
  EHOSTUNREACH: 'ETIMEDOUT',
  ENETUNREACH: 'ETIMEDOUT',
  TimeoutError: 'ETIMEDOUT',
};

/** Segue was not reached at all: the network's or TLS's doing. */
export class Unreached extends Failure {
  override readonly name = 'Unreached';
}

/** What it means that `fetch` threw, in a sentence with advice. */
export function explainTrouble(error: unknown, { origin }: URL): Unreached {
  const words = wordsOf(error).map((word) => sameAs[word] ?? word);
  const known = words.map((word) => troubles[word]).find((each) => each !== undefined);
  if (known !== undefined) {
    return new Unreached(known.exitCode, `${origin} cannot be reached: ${known.said}`, known.advice);
  }
  const why = words.find((word) => /^[A-Z_]+$/.test(word)) ?? 'no answer';
  return new Unreached(exitCodes.unavailable, `${origin} cannot be reached: ${why}`, whereIsIt);
}

/** Codes and names of an error and of its causes: `fetch` wraps what has happened in a TypeError. */
function wordsOf(error: unknown, depth = 0): readonly string[] {
  if (!isPlainObject(error) || depth > 4) return [];
  const own = [error['code'], error['name']].filter((word) => typeof word === 'string');
  const errors = Array.isArray(error['errors']) ? error['errors'] : [];
  return [...own, ...[error['cause'], ...errors].flatMap((cause) => wordsOf(cause, depth + 1))];
}
