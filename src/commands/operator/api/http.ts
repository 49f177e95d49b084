import { type JsonValue, parseJson } from '../../../lib/json.ts';
import { exitCodes, Failure } from '../failure.ts';
import { explainTrouble } from './explain-trouble.ts';

/** An answer whose body is JSON, or none. */
export interface JsonAnswer {
  readonly response: Response;
  /** Undefined: there is none, or it is no JSON. */
  readonly body: JsonValue | undefined;
}

// A script may be asked for 22 s, and a password hash waited for.
const patienceMs = 60_000;

/**
 * Sends one request and reads its answer.
 *
 * @throws Unreached when there is none, Failure when it leads elsewhere: nobody is followed with a token or a secret
 */
export async function ask(url: URL, init: RequestInit, end?: AbortSignal): Promise<JsonAnswer> {
  const signal = AbortSignal.any([AbortSignal.timeout(patienceMs), ...(end === undefined ? [] : [end])]);
  const { response, text } = await fetchText(url, { redirect: 'manual', signal, ...init });
  const elsewhere = response.headers.get('location');
  if (response.status < 300 || response.status >= 400) return { response, body: readBody(response, text) };
  throw new Failure(
    exitCodes.notSegue,
    `${url.origin} leads elsewhere: ${elsewhere ?? 'it does not say where'}`,
    'Set SEGUE_URL or --url to where Segue itself is.',
  );
}

async function fetchText(url: URL, init: RequestInit): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(url, init);
    return { response, text: await response.text() };
  } catch (error) {
    throw explainTrouble(error, url);
  }
}

function readBody(response: Response, text: string): JsonValue | undefined {
  if (response.headers.get('content-type')?.startsWith('application/json') !== true) return undefined;
  return parseJson(text);
}
