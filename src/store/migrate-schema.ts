import { sql } from 'kysely';
import type { Db, Engine } from './engines/engine.ts';
import { retrying } from './retrying.ts';
import type { SchemaMigration } from './schema-migrations/schema-migration.ts';

/** The database was made by a newer release: this one does not know what it would break. */
export class NewerSchemaError extends Error {
  override readonly name = 'NewerSchemaError';

  constructor(found: number, known: number) {
    super(
      `the database has schema ${found} and this release knows schemas up to ${known}: start a newer release`,
    );
  }
}

/**
 * Brings the schema up to date in one transaction, under a lock: of several processes that start at once, one does
 * the work and the others find it done.
 *
 * @throws NewerSchemaError when the database is ahead of this release
 */
export async function migrateSchema(
  db: Db,
  engine: Engine,
  schemaMigrations: readonly SchemaMigration[],
): Promise<void> {
  await retrying(engine, () =>
    db.transaction().execute(async (trx) => {
      await engine.lockSchema(trx);
      const { text, integer, tableEnd } = engine.columnTypes;
      await sql
        .raw(
          `create table if not exists schema_migrations (
            number ${integer} not null primary key, name ${text} not null, applied_at ${integer} not null
          )${tableEnd}`,
        )
        .execute(trx);
      const found = await schemaNumber(trx);
      const known = newest(schemaMigrations);
      if (found > known) throw new NewerSchemaError(found, known);
      for (const step of schemaMigrations) if (step.number > found) await apply(step, trx, engine);
    }),
  );
}

/** Whether the schema in the database is the one that this release wants. */
export async function isSchemaUpToDate(
  db: Db,
  schemaMigrations: readonly SchemaMigration[],
): Promise<boolean> {
  return (await schemaNumber(db)) === newest(schemaMigrations);
}

async function schemaNumber(db: Db): Promise<number> {
  const row = await db
    .selectFrom('schema_migrations')
    .select((select) => select.fn.max('number').as('number'))
    .executeTakeFirst();
  return row?.number ?? 0;
}

function newest(schemaMigrations: readonly SchemaMigration[]): number {
  return Math.max(0, ...schemaMigrations.map(({ number }) => number));
}

async function apply(step: SchemaMigration, trx: Db, engine: Engine): Promise<void> {
  for (const statement of step.statements(engine.columnTypes)) await sql.raw(statement).execute(trx);
  await step.fill?.(trx);
  const row = { number: step.number, name: step.name, applied_at: Date.now() };
  await trx.insertInto('schema_migrations').values(row).execute();
}
