import { firstSchema } from './001-first-schema.ts';
import type { SchemaMigration } from './schema-migration.ts';

/** Every schema migration, in order. A new one goes to the end. */
export const schemaMigrations: readonly SchemaMigration[] = [firstSchema];
