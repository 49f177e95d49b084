/**
 * How long a statement may take that looks at more than an index gives. Auth0 gives a search two seconds; these may also
 * wait for one another.
 */
export const longestReadMs = 10_000;

/**
 * Stands in a statement where it comes past with every row that is looked at: nothing but a remark to most engines. SQLite
 * on its thread is asked there whether it is to go on, for nothing else can end a statement of its.
 */
export const eachRow = '/* each row */';

/** A statement took longer. */
export class ReadTookTooLong extends Error {
  override readonly name = 'ReadTookTooLong';
}
