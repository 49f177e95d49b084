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
  /** The same, of a table that lies in the order of its primary key where an engine can do that. */
  readonly clusteredTableEnd: string;
}
