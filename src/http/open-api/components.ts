import { isDeepStrictEqual } from 'node:util';
import { isPlainObject } from '../../lib/json.ts';
import type { JsonSchema } from './document.ts';
import { knownMeaning } from './known-meanings.ts';

/** Schemas with a title, each once under its name. */
export interface SchemaComponents {
  /** A route's schema for the document: what has a title is referred to. */
  refer(schema: unknown): JsonSchema;
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

const schemaLists: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'allOf']);
const schemaMaps: ReadonlySet<string> = new Set(['properties', 'patternProperties']);
const schemaItself: ReadonlySet<string> = new Set(['items', 'additionalProperties', 'not']);

/**
 * Collects the titled schemas of a document.
 *
 * @throws Error when two different schemas have one title
 */
export function createSchemaComponents(): SchemaComponents {
  const schemas: Record<string, JsonSchema> = {};

  function refer(schema: unknown): JsonSchema {
    if (!isPlainObject(schema)) return {};
    const { title } = schema;
    if (typeof title !== 'string' || !/^[A-Z]\w+$/.test(title)) return describe(schema);
    const described = describe(schema);
    const before = schemas[title];
    if (before !== undefined && !isDeepStrictEqual(before, described)) {
      throw new Error(`Two different schemas have the title ${title}`);
    }
    schemas[title] = described;
    return { $ref: `#/components/schemas/${title}` };
  }

  function describe(schema: JsonSchema): JsonSchema {
    const { title: _, ...rest } = schema;
    const alternatives = typesApart(rest);
    return alternatives === undefined ? referInside(rest) : referInside(alternatives);
  }

  function referInside(schema: JsonSchema): JsonSchema {
    return Object.fromEntries(
      Object.entries(schema).map(([keyword, value]) => [keyword, part(keyword, value)]),
    );
  }

  function part(keyword: string, value: unknown): unknown {
    if (schemaLists.has(keyword) && Array.isArray(value)) return value.map(refer);
    if (schemaItself.has(keyword) && isPlainObject(value)) return refer(value);
    if (!schemaMaps.has(keyword) || !isPlainObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, meant(name, refer(each))]));
  }

  return { refer, schemas };
}

/** A property with what it means. */
function meant(name: string, schema: JsonSchema): JsonSchema {
  const description = schema['description'] ?? ('$ref' in schema ? undefined : knownMeaning(name));
  return description === undefined ? schema : { ...schema, description };
}

const keywordsOf: Readonly<Record<string, readonly string[]>> = {
  object: ['properties', 'required', 'additionalProperties', 'maxProperties', 'minProperties'],
  array: ['items', 'minItems', 'maxItems', 'uniqueItems'],
  string: ['minLength', 'maxLength', 'pattern', 'format'],
};

/**
 * A schema of several types as the alternatives that it means: our serializer tells them apart by looking, readers and
 * code generators by `anyOf`. A type or null is understood by both.
 */
function typesApart({ type, ...schema }: JsonSchema): JsonSchema | undefined {
  if (!Array.isArray(type)) return undefined;
  const types: readonly string[] = type.map(String);
  if (types.filter((each) => each !== 'null').length < 2) return undefined;
  const apart = new Set(types.flatMap((each) => keywordsOf[each] ?? []));
  const shared = Object.entries(schema).filter(([keyword]) => !apart.has(keyword));
  const anyOf = types.map((each) => ({
    type: each,
    ...Object.fromEntries(Object.entries(schema).filter(([keyword]) => keywordsOf[each]?.includes(keyword))),
  }));
  return { ...Object.fromEntries(shared), anyOf };
}
