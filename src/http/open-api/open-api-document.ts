import type { FastifySchema, RouteOptions } from 'fastify';
import { errorFormAt } from '../error-form.ts';
import { createSchemaComponents } from './components.ts';
import type { DescribedRoute } from './described-route.ts';
import type { JsonSchema, OpenApiDocument, Operation, ResponseObject } from './document.ts';
import { describeGroups, groupOf } from './groups.ts';
import { describeOperation } from './operation.ts';
import { readPath } from './path.ts';
import { headers } from './refusals.ts';
import { securitySchemes } from './security-schemes.ts';

type RegisteredRoute = Pick<RouteOptions, 'method' | 'url' | 'schema'>;

/**
 * Describes routes as OpenAPI 3.1. Its schemas are JSON Schema, as those of our routes: what there is to add are names,
 * examples, and the answers that the server gives before any route is asked.
 *
 * @param baseUrl SEGUE_URL, with a trailing slash
 */
export function openApiDocument(routes: readonly RegisteredRoute[], baseUrl: string): OpenApiDocument {
  const components = createSchemaComponents();
  const responses: Record<string, ResponseObject> = {};
  const resolve = (schema: JsonSchema): JsonSchema => {
    const { $ref } = schema;
    if (typeof $ref !== 'string') return schema;
    return components.schemas[$ref.slice('#/components/schemas/'.length)] ?? schema;
  };
  const share = (name: string, response: ResponseObject): { $ref: string } => {
    responses[name] ??= response;
    return { $ref: `#/components/responses/${name}` };
  };
  const described = routes.flatMap(describedRoutes);
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of described) {
    const needs = { components, resolve, share, form: errorFormAt(route.path) };
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: describeOperation(needs, route),
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Segue', version: apiVersion, description },
    servers: [{ url: baseUrl.replace(/\/$/, '') }],
    tags: describeGroups(new Set(described.map(({ group }) => group))),
    paths,
    components: {
      schemas: components.schemas,
      responses,
      headers,
      securitySchemes: securitySchemes(baseUrl, described),
    },
  };
}

/** The routes of a registration, one a method; none of what is hidden, and no HEAD, which answers as GET does. */
function describedRoutes({ method, url, schema }: RegisteredRoute): readonly DescribedRoute[] {
  const shown: FastifySchema = schema ?? {};
  if (shown.hide === true) return [];
  const template = readPath(url);
  const group = groupOf(template.path);
  return [method]
    .flat()
    .filter((each) => each !== 'HEAD' && each !== 'OPTIONS')
    .map((each) => ({ ...template, method: each, group, schema: shown }));
}

// Of the API, as its paths have it; which release serves it is nobody's business.
const apiVersion = '2';

const description = [
  'Everything that this server answers. An application needs the calls of “Tokens” and “Sign-up and passwords”; the tools of an operator need the Management API, whose paths begin with /api/v2.',
  'Bodies are JSON; where it says so, a form is read as well. Identifiers in paths are percent-encoded: auth0%7C… What is refused is answered in the form of the API that was called: the Management API answers { statusCode, error, message, errorCode? }, the others { error, error_description }.',
].join('\n\n');
