import { isPlainObject } from '../lib/json.ts';

/** A text field of a query string or a form; undefined when it is not there, or stands there twice. */
export function readField(fields: unknown, name: string): string | undefined {
  if (!isPlainObject(fields) || !Object.hasOwn(fields, name)) return undefined;
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}
