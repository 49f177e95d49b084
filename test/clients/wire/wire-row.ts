import type { RequestRow } from '../../api/table/request-row.ts';
import type { Answer } from '../../kit/answer.ts';
import { faultsIn, type Shape } from './shape.ts';

/** One request to both: what Auth0 documents that it answers, and what Segue answers where that differs. */
export interface WireRow {
  readonly name: string;
  readonly request: Omit<RequestRow, 'name' | 'status' | 'contains' | 'lacks' | 'events'>;
  readonly auth0: Told;
  /** On purpose; docs/compatibility.md says why, in the row of this call and name. */
  readonly segue?: Partial<Told>;
}

export interface Told {
  readonly status: number;
  /** A pattern is that of the text; nothing means an empty body. */
  readonly body?: Shape;
  readonly headers?: Readonly<Record<string, RegExp>>;
}

/** Where an answer is not what was told. */
export function differences(answer: Answer, { status, body, headers = {} }: Told): readonly string[] {
  const inStatus = answer.status === status ? [] : [`status ${answer.status} instead of ${status}`];
  const inHeaders = Object.entries(headers)
    .filter(([name, pattern]) => !pattern.test(answer.headers.get(name) ?? ''))
    .map(([name]) => `header ${name}: ${answer.headers.get(name)}`);
  return [...inStatus, ...inHeaders, ...inBody(answer, body)];
}

function inBody(answer: Answer, body: Shape | undefined): readonly string[] {
  if (body === undefined) return answer.text === '' ? [] : [`a body: ${answer.text.slice(0, 200)}`];
  return faultsIn(answer.body ?? answer.text, body);
}

/** How docs/compatibility.md names a row. */
export function titleOf({ request, name }: WireRow): string {
  return `\`${request.route}\`: ${name}`;
}

export const json = { 'content-type': /^application\/json/ };

/** A body in JSON. */
export function ok(body: Shape, status = 200): Told {
  return { status, headers: json, body };
}

/** An answer without a body. */
export const gone: Told = { status: 204 };

/** `{ statusCode, error, message, errorCode? }` */
export function refusal(status: number, error: string, message: RegExp, errorCode?: string): Told {
  return {
    status,
    headers: json,
    body: {
      statusCode: 'number',
      error: new RegExp(`^${error}$`),
      message,
      ...(errorCode === undefined ? {} : { errorCode: new RegExp(`^${errorCode}$`) }),
    },
  };
}

/** `{ error, error_description }` */
export function oauthRefusal(status: number, error: string, description: RegExp): Told {
  return {
    status,
    headers: { ...json, 'cache-control': /no-store/ },
    body: { error: new RegExp(`^${error}$`), error_description: description },
  };
}
