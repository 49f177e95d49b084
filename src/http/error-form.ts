import { STATUS_CODES } from 'node:http';
import { type TSchema, Type } from 'typebox';
import type { Problem } from './problem.ts';

/** How an API writes down a problem. */
export interface ErrorForm {
  readonly schema: TSchema;
  readonly body: (problem: Problem) => object;
}

/** `{ statusCode, error, message, errorCode? }` */
export const managementErrorForm: ErrorForm = {
  schema: Type.Object(
    {
      statusCode: Type.Integer({ description: 'The status again' }),
      error: Type.String({ description: 'The name of the status' }),
      message: Type.String({ description: 'Why, for people' }),
      errorCode: Type.Optional(Type.String({ description: 'Why, for programs' })),
    },
    { title: 'ManagementError', description: 'Why the request is refused', additionalProperties: false },
  ),
  body: ({ status, code, message }) => ({
    statusCode: status,
    error: STATUS_CODES[status] ?? 'Error',
    message,
    ...(code === null ? {} : { errorCode: code }),
  }),
};

/** `{ error, error_description }`, as RFC 6749, 5.2 has it. */
export const authenticationErrorForm: ErrorForm = {
  schema: Type.Object(
    {
      error: Type.String({ description: 'Why, for programs' }),
      error_description: Type.String({ description: 'Why, for people' }),
    },
    { title: 'OAuthError', description: 'Why the request is refused', additionalProperties: false },
  ),
  body: ({ status, code, message }) => ({ error: oauthCode(status, code), error_description: message }),
};

const managementPath = '/api/v2';

/** A form for each of some statuses, for a route's schema of its answers. */
export function refusedAs(
  { schema }: ErrorForm,
  statuses: readonly number[],
): Readonly<Record<number, TSchema>> {
  return Object.fromEntries(statuses.map((status) => [status, schema]));
}

/** The form of errors that no route can give, for a path: the request matched none, or was no request at all. */
export function errorFormAt(url: string): ErrorForm {
  const path = url.split('?', 1)[0] ?? '';
  const isManagement = path === managementPath || path.startsWith(`${managementPath}/`);
  return isManagement ? managementErrorForm : authenticationErrorForm;
}

const malformedCodes: ReadonlySet<string | null> = new Set([
  'invalid_body',
  'invalid_query_string',
  'invalid_uri',
]);

function oauthCode(status: number, code: string | null): string {
  if (code !== null && !malformedCodes.has(code)) return code;
  if (status === 404) return 'not_found';
  if (status < 500) return 'invalid_request';
  return status === 503 ? 'temporarily_unavailable' : 'server_error';
}
