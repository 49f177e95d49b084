/** One step of the schema, forward only. A released step is never edited: what it did to a database stays done. */
export interface SchemaMigration {
  readonly number: number;
  readonly name: string;
  /** The statements, in order; they run in one transaction. */
  statements(types: ColumnTypes): readonly string[];
}

/** How an engine spells the column types that we use. */
export interface ColumnTypes {
  /** Text that compares by code point, on every engine and whatever the database's locale. */
  readonly text: string;
  /** Whole numbers up to 2^53 - 1. */
  readonly integer: string;
  /** 0 or 1. */
  readonly flag: string;
  /** What follows the closing bracket of a table. */
  readonly tableEnd: string;
}
