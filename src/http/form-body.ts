import type { FastifyInstance } from 'fastify';

class InvalidForm extends Error {
  readonly statusCode = 400;
  readonly code = 'SEGUE_INVALID_FORM';
}

// Ten times what any form of the APIs has; keeps a body of `a&b&c…` from becoming half a million keys.
const maxFields = 200;

/** Lets the server read `application/x-www-form-urlencoded` bodies, and no `text/plain` ones. */
export function acceptForms(server: FastifyInstance): void {
  server.removeContentTypeParser('text/plain');
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: unknown, body: string) => parseForm(body),
  );
}

/**
 * The fields of an urlencoded body. A field that occurs twice is refused: two readers would disagree on which one
 * counts (RFC 6749, 3.2).
 *
 * @throws InvalidForm answered 400
 */
function parseForm(body: string): Readonly<Record<string, string>> {
  const fields = [...new URLSearchParams(body)];
  const names = new Set(fields.map(([name]) => name));
  if (fields.length > maxFields || names.size !== fields.length || names.has('__proto__')) {
    throw new InvalidForm('too many fields, a repeated one, or a forbidden name');
  }
  return Object.fromEntries(fields);
}
