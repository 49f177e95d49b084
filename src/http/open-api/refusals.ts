import { insufficientScope } from '../bearer.ts';
import type { ErrorForm } from '../error-form.ts';
import type { Problem } from '../problem.ts';
import type { HeaderObject, JsonSchema, Reference, ResponseObject } from './document.ts';

/** How a status refuses: what it means, and a problem for the example. */
interface Refusal {
  readonly description: string;
  readonly code: string | null;
  readonly message: string;
  readonly header?: keyof typeof headers;
}

const refusals: Readonly<Record<number, Refusal>> = {
  400: {
    description: 'The request is not what it should be; the message says why',
    code: 'invalid_body',
    message: "Payload validation error: 'Missing required property: email'.",
  },
  401: {
    description: 'There is no token, or it is expired or not for this API',
    code: null,
    message: 'Missing authentication',
    header: 'WWW-Authenticate',
  },
  403: { description: 'What is shown does not allow it', code: null, message: 'Forbidden' },
  404: { description: 'There is no such thing', code: null, message: 'Not Found' },
  409: {
    description: 'It is there already, or something stands against it',
    code: null,
    message: 'Conflict',
  },
  410: { description: 'Used, expired, withdrawn or unknown', code: null, message: 'Gone' },
  413: {
    description: 'The body is too large',
    code: 'invalid_body',
    message: 'The request payload is too large',
  },
  414: { description: 'The path is too long', code: 'invalid_uri', message: 'URI Too Long' },
  415: {
    description: 'The body is of a media type that is not read',
    code: 'invalid_body',
    message: 'The media type is neither application/json nor urlencoded',
  },
  422: { description: 'What was sent cannot be taken', code: null, message: 'Unprocessable Entity' },
  429: {
    description: 'Too many requests; Retry-After says when to come again',
    code: 'too_many_requests',
    message: 'Too many requests. Try again later.',
    header: 'Retry-After',
  },
  431: {
    description: 'The address and the headers are too long together',
    code: null,
    message: 'The address and the headers are too long together',
  },
  500: { description: 'The fault is ours', code: null, message: 'An internal server error occurred' },
  503: {
    description:
      'Busy, or the legacy user store cannot be reached: nothing was done, and it may be tried again',
    code: 'temporarily_unavailable',
    message: 'The server is busy: try again later',
    header: 'Retry-After',
  },
};

/** Headers of answers, described once. */
export const headers = {
  'Retry-After': {
    description: 'Seconds after which it is worth to try again',
    schema: { type: 'integer', minimum: 0 },
  },
  'WWW-Authenticate': { description: 'How to authenticate (RFC 9110, 11.6.1)', schema: { type: 'string' } },
  Location: { description: 'Where the browser goes on', schema: { type: 'string' } },
} as const satisfies Readonly<Record<string, HeaderObject>>;

/** What an operation is about, for the words of its refusals. */
export interface Subject {
  /** `user`, `client grant`: what a path is about. */
  readonly kind: string;
  readonly scopes: readonly string[];
}

// Where the words are others than those of the status or the path.
const inOwnWords: Readonly<Record<string, readonly [code: string, message: string]>> = {
  'oauth 401': ['access_denied', 'Unauthorized'],
  'oauth 403': ['invalid_grant', 'Wrong email or password.'],
  'oauth 429': [
    'too_many_attempts',
    'Your account has been blocked after multiple consecutive login attempts.',
  ],
  'userinfo 401': ['invalid_token', 'The access token is expired, revoked or not ours'],
  'userinfo 403': ['insufficient_scope', 'The access token lacks the scope openid'],
  'key 404': ['inexistent_signing_key', 'The signing key does not exist.'],
  'log 404': ['inexistent_log', 'The log event does not exist.'],
  'ticket 404': ['inexistent_user', 'The user does not exist.'],
  'tombstone 404': ['inexistent_tombstone', 'No such tombstone stands.'],
};

/** What every route can answer, by itself or by the server before it. */
export function refusalsOfAll(route: {
  readonly method: string;
  readonly hasParameters: boolean;
}): readonly number[] {
  const ofBodies = route.method === 'GET' ? [] : [413, 415];
  return [400, ...ofBodies, ...(route.hasParameters ? [414] : []), 431, 500];
}

/** A refusal of one status in a form, with an example. */
export function describeRefusal(
  status: number,
  schema: JsonSchema,
  form: ErrorForm,
  subject: Subject,
): ResponseObject {
  const { description, header } = refusals[status] ?? otherRefusal(status);
  const reference = (name: string): Reference => ({ $ref: `#/components/headers/${name}` });
  return {
    description,
    ...(header === undefined ? {} : { headers: { [header]: reference(header) } }),
    content: { 'application/json': { schema, example: form.body(sampleProblem(status, subject)) } },
  };
}

/** Whether a refusal reads the same on every operation of an API, so that it can stand in one place. */
export function isShared(status: number, { kind }: Subject): boolean {
  return ![403, 404].includes(status) && !Object.hasOwn(inOwnWords, `${kind} ${status}`);
}

/** What a status means. */
export function meaningOf(status: number): string {
  return (refusals[status] ?? otherRefusal(status)).description;
}

function sampleProblem(status: number, { kind, scopes }: Subject): Problem {
  const own = inOwnWords[`${kind} ${status}`];
  if (own !== undefined) return { status, code: own[0], message: own[1] };
  if (status === 403 && scopes.length > 0) return insufficientScope(scopes);
  if (status === 404 && kind !== '') {
    const code = `inexistent_${kind.replaceAll(' ', '_')}`;
    return { status, code, message: `The ${kind} does not exist.` };
  }
  const { code, message } = refusals[status] ?? otherRefusal(status);
  return { status, code, message };
}

function otherRefusal(status: number): Refusal {
  return { description: `Refused with ${status}`, code: null, message: `${status}` };
}
