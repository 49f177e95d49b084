import { type Compilable, type CompiledQuery, type QueryResult, type RawBuilder, sql } from 'kysely';
import type { Db } from './engines/engine.ts';

/** Stands in a prepared statement where a value will be. */
class Gap {
  readonly name: PropertyKey;

  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/** The gap for one of the values, as an expression of its type. */
export type GapFor<Values> = <Name extends keyof Values>(name: Name) => RawBuilder<Values[Name]>;

/**
 * A statement that Kysely compiles at its first use and never again; compiling costs more than SQLite takes to answer.
 * For the statements of a login. All values must have a place of their own: no lists of varying length.
 */
export function prepared<Values extends object, Row>(
  build: (db: Db, gap: GapFor<Values>) => Compilable<Row>,
): (db: Db, values: Values) => Promise<QueryResult<Row>> {
  const compiledFor = new WeakMap<object, CompiledQuery<Row>>();
  const gap: GapFor<Values> = (name) => sql`${new Gap(name)}`;
  return (db, values) => {
    const { adapter } = db.getExecutor();
    let compiled = compiledFor.get(adapter);
    if (compiled === undefined) {
      compiled = build(db, gap).compile();
      compiledFor.set(adapter, compiled);
    }
    return db.executeQuery({ ...compiled, parameters: fill(compiled.parameters, values) });
  };
}

function fill<Values extends object>(parameters: readonly unknown[], values: Values): readonly unknown[] {
  const byName = new Map<PropertyKey, unknown>(Object.entries(values));
  return parameters.map((parameter) => (parameter instanceof Gap ? byName.get(parameter.name) : parameter));
}
