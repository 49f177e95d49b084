import type { ColumnTypes } from '../engines/column-types.ts';
import type { Db } from '../engines/engine.ts';

export type { ColumnTypes } from '../engines/column-types.ts';

/** One step of the schema, forward only. A released step is never edited: what it did to a database stays done. */
export interface SchemaMigration {
  readonly number: number;
  readonly name: string;
  /** The statements, in order; they run in one transaction. */
  statements(types: ColumnTypes): readonly string[];
  /** What has to be worked out here of rows that are there already, after the statements and in their transaction. */
  fill?(db: Db): Promise<void>;
}
