import { isPlainObject } from '../lib/json.ts';

/**
 * A query string's values as a schema means them: numbers and booleans from their texts, an array from a key that
 * occurs once. What does not fit stays as it is, for the schema check to refuse.
 */
export function readQueryValues(query: unknown, schema: unknown): unknown {
  if (!isPlainObject(query) || !isPlainObject(schema) || !isPlainObject(schema['properties'])) return query;
  const properties = schema['properties'];
  return Object.fromEntries(
    Object.entries(query).map(([key, value]) => [
      key,
      readValue(value, Object.hasOwn(properties, key) ? properties[key] : undefined),
    ]),
  );
}

function readValue(value: unknown, schema: unknown): unknown {
  if (!isPlainObject(schema) || typeof value !== 'string') return value;
  switch (schema['type']) {
    case 'integer':
      return /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : value;
    case 'array':
      return [value];
    default:
      return value;
  }
}
