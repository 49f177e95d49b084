import assert from 'node:assert/strict';
import type { Operation as Described, OpenApiDocument } from '../../../src/http/index.ts';
import type { Segue } from '../../kit/start-segue.ts';

/** What OpenAPI says of a route. */
export interface Operation {
  readonly statuses: readonly string[];
  /** The scopes, one of which a token needs. */
  readonly scopes: readonly string[];
  /** JSON schema of the body; undefined when the route takes none. */
  readonly body: unknown;
  /** JSON schema of the query string. */
  readonly query: unknown;
}

/** The routes of the Management API, as `GET /api/v2/users/{id}`, from the document that Segue serves. */
export async function readOperations(segue: Segue): Promise<ReadonlyMap<string, Operation>> {
  const { body } = await segue.request('openapi.json');
  const { paths }: OpenApiDocument = body;
  const operations = Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/v2/'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operationOf(described),
      ]),
    );
  assert.ok(operations.length > 30, 'OpenAPI lists the routes');
  return new Map(operations);
}

function operationOf({ responses, security, requestBody, parameters = [] }: Described): Operation {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  return {
    statuses: Object.keys(responses),
    scopes: security.flatMap((requirement) => Object.values(requirement).flat()),
    body: requestBody?.content['application/json']?.schema,
    query: {
      type: 'object',
      properties: Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema])),
      required: inQuery.filter(({ required }) => required === true).map(({ name }) => name),
    },
  };
}
