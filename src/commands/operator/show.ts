import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/json.ts';

/** What stands in an object, also within: `options.import_mode`; undefined when nothing does. */
export function valueAt(object: JsonObject, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = object;
  for (const name of path.split('.')) {
    value = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

/** A value as people read it: nothing for what is not there. */
function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value);
}

/** A value of an object as people read it. */
export function textAt(object: JsonObject, path: string): string {
  return textOf(valueAt(object, path));
}

/** A point in time in UTC, to the second: `2026-12-01 08:30:00`. */
export function timeAt(object: JsonObject, path: string): string {
  const text = textAt(object, path);
  return /^\d{4}-\d\d-\d\dT/.test(text) ? text.slice(0, 19).replace('T', ' ') : text;
}

/** Everything in an object as names and values, what is within as names with dots. */
export function pairsOf(
  object: JsonObject,
  skip: readonly string[] = [],
): readonly (readonly [string, string])[] {
  return Object.entries(object).flatMap(([name, value]) => {
    if (skip.includes(name)) return [];
    const isNested = isJsonObject(value) && Object.keys(value).length > 0;
    if (isNested) return pairsOf(value).map(([inner, text]) => [`${name}.${inner}`, text] as const);
    const text = textOf(value);
    return text === '' ? [] : [[name, text] as const];
  });
}
