import { Type } from 'typebox';

/** The query parameters by which a caller picks properties of an answer. */
export const fieldsParameters = {
  fields: Type.Optional(
    Type.String({ maxLength: 1000, description: 'Properties to include or leave out, separated by commas' }),
  ),
  include_fields: Type.Optional(
    Type.Boolean({ description: 'Whether `fields` are included (true, the default) or left out' }),
  ),
};

export interface FieldsQuery {
  readonly fields?: string;
  readonly include_fields?: boolean;
}

/** Keeps of an answer's properties what `fields` and `include_fields` ask for; all of them without `fields`. */
export function pickFields<T extends object>(value: T, query: FieldsQuery): Partial<T> {
  const names = new Set((query.fields ?? '').split(',').map((name) => name.trim()));
  names.delete('');
  if (names.size === 0) return value;
  const included = query.include_fields ?? true;
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => names.has(name) === included),
  ) as Partial<T>;
}
