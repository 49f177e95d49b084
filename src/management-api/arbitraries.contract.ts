import fc from 'fast-check';
import { isPlainObject } from '../lib/json.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Values that a JSON schema accepts, of the keywords that our schemas use. */
export function fitting(schema: unknown): fc.Arbitrary<unknown> {
  if (!isPlainObject(schema)) return fc.constant(undefined);
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  const types = [schema['type']].flat();
  return fc.oneof(...types.map((type) => ofType(String(type), schema)));
}

function ofType(type: string, schema: Schema): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return fittingText(schema);
    case 'integer':
    case 'number':
      return fc.integer({ min: numberOf(schema, 'minimum', 0), max: numberOf(schema, 'maximum', 1000) });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(fitting(schema['items']), {
        minLength: numberOf(schema, 'minItems', 0),
        maxLength: Math.min(numberOf(schema, 'maxItems', 3), 3),
      });
    case 'object':
      return fittingObject(schema);
    default:
      throw new Error(`no arbitrary for type ${type}`);
  }
}

function fittingText(schema: Schema): fc.Arbitrary<string> {
  if (typeof schema['pattern'] === 'string')
    return fc.stringMatching(new RegExp(schema['pattern']), { maxLength: 40 });
  const maxLength = Math.min(numberOf(schema, 'maxLength', 30), 30);
  const minLength = Math.min(numberOf(schema, 'minLength', 0), maxLength);
  return fc.oneof(
    fc.string({ minLength, maxLength, unit: 'grapheme' }),
    fc.emailAddress().filter((text) => text.length <= maxLength && text.length >= minLength),
  );
}

function fittingObject(schema: Schema): fc.Arbitrary<unknown> {
  const properties = isPlainObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
  const named = Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, fitting(each)]));
  const record = fc.record(named, { requiredKeys: required });
  const more = schema['additionalProperties'];
  if (more === true) return fc.tuple(record, noisyObject).map(([known, extra]) => ({ ...extra, ...known }));
  if (!isPlainObject(more)) return record;
  return fc
    .tuple(record, fc.dictionary(key, fitting(more), { maxKeys: 3 }))
    .map(([known, extra]) => ({ ...extra, ...known }));
}

function numberOf(schema: Schema, keyword: string, otherwise: number): number {
  const value = schema[keyword];
  return typeof value === 'number' ? Math.ceil(value) : otherwise;
}

const trickyTexts = [
  '',
  '\0',
  'a\0b',
  '\ud800',
  'x\udfff',
  '__proto__',
  'constructor',
  'toString',
  '../..',
  "'; drop table users; --",
  '%00',
  'sealed:1:00000000:AAAA',
  'auth0|',
  '\u202e',
  'İ',
];

/** Text of all kinds, some of it no text at all. */
export const noisyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...trickyTexts) },
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'binary-ascii', maxLength: 40 }),
  fc.constant('x'.repeat(5_000)),
);

const key = fc.oneof(
  fc.constantFrom(...trickyTexts.filter((text) => text !== '__proto__')),
  fc.string({ maxLength: 10 }),
);

const scalar = fc.oneof(noisyText, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));

/** JSON values of any shape. */
export const noise: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    fc.constant(nested(300)),
    fc.constant([[[], [[]]], [null]]),
  ),
})).value;

const noisyObject = fc.dictionary(key, noise, { maxKeys: 3 });

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** A value that a schema accepts, with noise in one of its places. */
export function spoiled(schema: unknown): fc.Arbitrary<unknown> {
  return fc
    .tuple(fitting(schema), noise, fc.nat())
    .map(([value, spoil, place]) => replaced(value, spoil, place));
}

function replaced(value: unknown, spoil: unknown, place: number): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [spoil] : value.with(place % value.length, spoil);
  if (!isPlainObject(value)) return spoil;
  const keys = [...Object.keys(value), 'unknown'];
  return { ...value, [keys[place % keys.length] ?? 'unknown']: spoil };
}
