import { type TProperties, type TSchema, type TUnsafe, Type } from 'typebox';
import { managementErrorForm } from '../http/index.ts';
import type { JsonObject } from '../lib/json.ts';
import { answerExample } from './examples.ts';

/** A refusal, in the API's form. */
export const errorSchema: TSchema = managementErrorForm.schema;

/** A string of bounded length. */
export function text(maxLength: number, description?: string): ReturnType<typeof Type.String> {
  return Type.String({ maxLength, ...(description === undefined ? {} : { description }) });
}

/** A string of bounded length, or null. */
export function nullableText(maxLength: number, description?: string): TUnsafe<string | null> {
  return Type.Unsafe<string | null>({
    type: ['string', 'null'],
    maxLength,
    ...(description === undefined ? {} : { description }),
  });
}

/** An object of any shape. The body was JSON, so its values are. */
export function jsonObject(description: string): TUnsafe<JsonObject> {
  return Type.Unsafe<JsonObject>({ type: 'object', additionalProperties: true, description });
}

/** An object whose values are strings. */
export function textRecord(
  maxProperties: number,
  maxLength: number,
  description: string,
): TUnsafe<Readonly<Record<string, string>>> {
  return Type.Unsafe<Readonly<Record<string, string>>>({
    type: 'object',
    maxProperties,
    additionalProperties: { type: 'string', maxLength },
    description,
  });
}

/** An answer's object: every property may be left out by `fields`; what is not named here is not shown. */
export function shown<P extends TProperties>(title: string, properties: P): TSchema {
  return Type.Partial(Type.Object(properties), { title, ...answerExample(title) });
}

/** The answer of a list: an array, or an object around it. Its shape depends on the query. */
export function listOf(name: string, item: TSchema): TSchema {
  // Two types in one schema: the serializer tells them apart by looking, where a union would be validated first.
  return {
    type: ['array', 'object'],
    description: `An array; with include_totals { start, limit, length, total, ${name} }; by checkpoint { next?, ${name} }`,
    items: item,
    properties: {
      start: Type.Integer(),
      limit: Type.Integer(),
      length: Type.Integer(),
      total: Type.Integer(),
      next: Type.String(),
      [name]: Type.Array(item),
    },
  };
}

/** The answer of a list that is read by checkpoint only. */
export function checkpointOf(name: string, item: TSchema): TSchema {
  return Type.Object({ [name]: Type.Array(item), next: Type.Optional(Type.String()) });
}

/** An answer without a body. */
export const nothing: TSchema = Type.Null({ description: 'No body' });
