declare const shape: unique symbol;

/** JSON that this store wrote, of a value of type T. */
export type JsonText<T> = string & { readonly [shape]?: T };

/** The text under which a value is stored. */
export function toJson<T>(value: T): JsonText<T> {
  return JSON.stringify(value) as JsonText<T>;
}

/**
 * The value behind a stored text. Nobody but `toJson` fills such a column, and a schema migration that changes the
 * shape rewrites the rows, so the text is not checked again.
 */
export function fromJson<T>(text: JsonText<T>): T {
  return JSON.parse(text) as T;
}
