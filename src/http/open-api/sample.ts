import { isPlainObject } from '../../lib/json.ts';
import type { JsonSchema } from './document.ts';
import { knownValue } from './known-values.ts';

/** How much of an object an example shows. */
type Extent = 'all' | 'required';

/**
 * An example of a schema: its own, where it has one; else its constant, what is usual under such a name, or the least
 * that fits. `resolve` finds what is referred to.
 */
export function sampleOf(
  schema: JsonSchema,
  resolve: (schema: JsonSchema) => JsonSchema,
  { name = '', extent = 'all' }: { readonly name?: string; readonly extent?: Extent } = {},
): unknown {
  const found = resolve(schema);
  const own = ownSample(found);
  if (own !== undefined) return own;
  const [first] = alternativesIn(found);
  if (first !== undefined) return sampleOf(first, resolve, { name, extent });
  const known = knownValue(name);
  if (known !== undefined && fits(found, known)) return known;
  switch (typeIn(found)) {
    case 'object':
      return sampleObject(found, resolve, extent);
    case 'array':
      return isPlainObject(found['items'])
        ? [sampleOf(found['items'], resolve, { name: singular(name) })]
        : [];
    default:
      return plainSample(found);
  }
}

function sampleObject(
  schema: JsonSchema,
  resolve: (schema: JsonSchema) => JsonSchema,
  extent: Extent,
): Readonly<Record<string, unknown>> {
  const properties = isPlainObject(schema['properties']) ? Object.entries(schema['properties']) : [];
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const wanted = properties.filter(([name]) => required.includes(name));
  const shown = extent === 'all' ? properties.filter(([name]) => !isLeftOut(name)) : wanted;
  const chosen = shown.length === 0 && extent === 'required' ? properties.slice(0, 1) : shown;
  const sampled = chosen.map(
    ([name, each]) => [name, sampleOf(isPlainObject(each) ? each : {}, resolve, { name })] as const,
  );
  return Object.fromEntries(sampled.filter(([, value]) => value !== undefined));
}

// The example of a list is its last page.
function isLeftOut(name: string): boolean {
  return name === 'next';
}

function ownSample(schema: JsonSchema): unknown {
  const { examples, enum: values } = schema;
  if (Array.isArray(examples)) return examples[0];
  if ('default' in schema) return schema['default'];
  if ('const' in schema) return schema['const'];
  return Array.isArray(values) ? values.find((value) => value !== null) : undefined;
}

/** The alternatives that a schema leaves. */
export function alternativesIn(schema: JsonSchema): readonly JsonSchema[] {
  const alternatives = schema['anyOf'] ?? schema['oneOf'];
  return Array.isArray(alternatives) ? alternatives.filter(isPlainObject) : [];
}

function typeIn({ type }: JsonSchema): unknown {
  return Array.isArray(type) ? type.find((each) => each !== 'null') : type;
}

/** Whether a value is plainly no example of something else; the tests hold every example against its schema. */
function fits(schema: JsonSchema, value: unknown): boolean {
  const { pattern, maximum } = schema;
  if (typeof pattern === 'string' && typeof value === 'string' && !new RegExp(pattern, 'u').test(value))
    return false;
  if (typeof maximum === 'number' && typeof value === 'number' && value > maximum) return false;
  switch (typeIn(schema)) {
    case 'object':
      return isPlainObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeIn(schema) === (typeof value as string);
  }
}

function plainSample(schema: JsonSchema): unknown {
  switch (typeIn(schema)) {
    case 'string':
      return plainText(schema);
    case 'integer':
    case 'number':
      return schema['minimum'] ?? 1;
    case 'boolean':
      return true;
    default:
      return null;
  }
}

/** Undefined where no plain text fits. */
function plainText(schema: JsonSchema): string | undefined {
  if (schema['format'] === 'date-time') return '2026-12-01T09:30:00.000Z';
  return fits(schema, 'text') ? 'text' : undefined;
}

function singular(name: string): string {
  return name.replace(/s$/, '');
}
