import type { FastifySchema } from 'fastify';
import { isPlainObject } from '../../lib/json.ts';
import type { DescribedRoute, DescriptionNeeds } from './described-route.ts';
import type { Content, JsonSchema, Operation, Parameter } from './document.ts';
import { knownPathValue } from './known-values.ts';
import { operationIdOf } from './path.ts';
import { describeResponses } from './responses.ts';
import { sampleOf } from './sample.ts';

/** Writes an operation. */
export function describeOperation(needs: DescriptionNeeds, route: DescribedRoute): Operation {
  const { method, path, group, schema } = route;
  const parameters = describeParameters(needs, route);
  return {
    operationId: operationIdOf(method, path),
    tags: [group],
    summary: schema.summary ?? '',
    ...(schema.description === undefined ? {} : { description: schema.description }),
    security: schema.security ?? [],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(schema.body === undefined
      ? {}
      : { requestBody: { required: true, content: describeBody(needs, schema) } }),
    responses: describeResponses(needs, route),
  };
}

function describeParameters(needs: DescriptionNeeds, route: DescribedRoute): readonly Parameter[] {
  const inPath = propertiesOf(route.schema.params);
  const inQuery = propertiesOf(route.schema.querystring);
  const required = requiredIn(route.schema.querystring);
  return [
    ...route.parameters.map(({ name, pattern }) => {
      const declared = inPath[name] ?? { type: 'string', ...(pattern === undefined ? {} : { pattern }) };
      const known = knownPathValue(route.path, name);
      return parameter(needs, { name, in: 'path', required: true }, declared, known);
    }),
    ...Object.entries(inQuery).map(([name, declared]) =>
      parameter(needs, { name, in: 'query', required: required.has(name) }, declared, undefined),
    ),
  ];
}

function parameter(
  needs: DescriptionNeeds,
  where: Pick<Parameter, 'name' | 'in' | 'required'>,
  declared: JsonSchema,
  known: unknown,
): Parameter {
  const { description, ...rest } = declared;
  const schema = needs.components.refer(rest);
  const example = known ?? sampleOf(schema, needs.resolve, { name: where.name });
  return {
    ...where,
    ...(typeof description === 'string' ? { description } : {}),
    schema,
    ...(example === undefined ? {} : { example }),
  };
}

function describeBody(
  needs: DescriptionNeeds,
  { body, consumes = ['application/json'] }: FastifySchema,
): Content {
  const schema = needs.components.refer(body);
  const example = sampleOf(schema, needs.resolve, { extent: 'required' });
  return Object.fromEntries(consumes.map((type) => [type, { schema, example }]));
}

function propertiesOf(schema: unknown): Readonly<Record<string, JsonSchema>> {
  if (!isPlainObject(schema) || !isPlainObject(schema['properties'])) return {};
  return Object.fromEntries(
    Object.entries(schema['properties']).map(([name, each]) => [name, isPlainObject(each) ? each : {}]),
  );
}

function requiredIn(schema: unknown): ReadonlySet<unknown> {
  return new Set(isPlainObject(schema) && Array.isArray(schema['required']) ? schema['required'] : []);
}
