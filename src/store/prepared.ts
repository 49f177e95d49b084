import { type Compilable, type CompiledQuery, type QueryResult, type RawBuilder, sql } from 'kysely';
import type { Db } from './engines/engine.ts';

/** The gap for one of the values, as an expression of its type. */
export type GapFor<Values> = <Name extends keyof Values>(name: Name) => RawBuilder<Values[Name]>;

/** Runs a prepared statement with these values in its gaps. */
export type Prepared<Values, Row> = (db: Db, values: Values) => Promise<QueryResult<Row>>;

/** A statement as one kind of database has it, and for each of its parameters the value that it is a gap for. */
interface Compiled<Values, Row> {
  readonly query: CompiledQuery<Row>;
  readonly names: readonly (keyof Values | undefined)[];
}

/**
 * A statement that Kysely compiles at its first use and never again; compiling costs more than SQLite takes to answer.
 * For the statements of a login. All values must have a place of their own: no lists of varying length.
 */
export function prepared<Values extends object, Row>(
  build: (db: Db, gap: GapFor<Values>) => Compilable<Row>,
): Prepared<Values, Row> {
  const compiledFor = new WeakMap<object, Compiled<Values, Row>>();
  return (db, values) => {
    const executor = db.getExecutor();
    const compiled = compiledFor.get(executor.adapter) ?? compile(db, build);
    compiledFor.set(executor.adapter, compiled);
    const { query, names } = compiled;
    const parameters = query.parameters.map((constant, place) => {
      const name = names[place];
      return name === undefined ? constant : values[name];
    });
    return executor.executeQuery({ ...query, parameters });
  };
}

function compile<Values extends object, Row>(
  db: Db,
  build: (db: Db, gap: GapFor<Values>) => Compilable<Row>,
): Compiled<Values, Row> {
  const gaps = new Map<unknown, keyof Values>();
  const query = build(db, (name) => {
    const gap = Symbol(String(name)); // stands where the value will be
    gaps.set(gap, name);
    return sql`${gap}`;
  }).compile();
  return { query, names: query.parameters.map((parameter) => gaps.get(parameter)) };
}
