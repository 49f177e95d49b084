import { isPlainObject, type JsonValue } from '../../../lib/json.ts';
import { type ExitCode, exitCodes, Failure } from '../failure.ts';

/** Segue has refused a request. */
export class Refusal extends Failure {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(refused: Refused) {
    super(exitCodeOf(refused.status), refused.message, adviceFor(refused));
    this.status = refused.status;
    this.code = refused.code;
    this.retryAfterSeconds = refused.retryAfterSeconds;
  }
}

interface Refused {
  readonly status: number;
  readonly message: string;
  readonly code: string | undefined;
  readonly retryAfterSeconds: number | undefined;
}

/** Reads a refusal in either of the forms that Segue has for it. */
export function readRefusal(response: Response, body: JsonValue | undefined): Refusal {
  const said = isPlainObject(body) ? body : {};
  const text = (name: string): string | undefined => {
    const value = said[name];
    return typeof value === 'string' ? value : undefined;
  };
  const { status } = response;
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new Refusal({
    status,
    message: text('message') ?? text('error_description') ?? `Segue answered with ${status}`,
    code: text('errorCode') ?? text('error'),
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
  });
}

function exitCodeOf(status: number): ExitCode {
  if (status === 401 || status === 403) return exitCodes.noPermission;
  if (status === 404) return exitCodes.notFound;
  if (status === 429 || status === 503) return exitCodes.tryAgain;
  return status < 500 ? exitCodes.badData : exitCodes.unavailable;
}

function adviceFor({ status, code, message, retryAfterSeconds }: Refused): string | undefined {
  if (code === 'insufficient_scope') {
    const scopes = /expected any of: ?(.+)$/.exec(message)?.[1] ?? 'it';
    return `Add the scope (${scopes}) to the client grant of SEGUE_CLIENT_ID for the Management API, or use a client that has it.`;
  }
  if (status === 401) return 'SEGUE_TOKEN has expired or is for another Segue: get a new one.';
  if (status === 429 || status === 503) {
    return retryAfterSeconds === undefined ? 'Try again later.' : `Try again in ${retryAfterSeconds} s.`;
  }
  if (status >= 500) return 'The log of Segue says why.';
  return undefined;
}
