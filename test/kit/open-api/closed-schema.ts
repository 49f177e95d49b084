import { isPlainObject } from '../../../src/lib/json.ts';

/** Where the schemas of a document are found that refer to each other. */
export const documentId = 'https://segue.test/openapi.json';

const schemaMaps: ReadonlySet<string> = new Set(['properties', 'patternProperties']);
const schemaPlaces: ReadonlySet<string> = new Set(['items', 'additionalProperties', 'anyOf', 'oneOf', 'not']);

/**
 * A schema of the document for a check that is stricter than what clients are told: an object has the properties that are
 * named, and no others, unless it says that it has. Clients must expect more of a later version; we know this one.
 */
export function closedSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closedSchema);
  if (!isPlainObject(schema)) return schema;
  const closed = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, part(name, value)]));
  return 'properties' in closed && !('additionalProperties' in closed)
    ? { ...closed, additionalProperties: false }
    : closed;
}

function part(keyword: string, value: unknown): unknown {
  if (keyword === '$ref') return `${documentId}${String(value)}`;
  if (schemaPlaces.has(keyword)) return closedSchema(value);
  if (!schemaMaps.has(keyword) || !isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, closedSchema(each)]));
}
