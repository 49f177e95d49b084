import { initialSettings, type SettingsRepository, type TenantSettings } from '../../tenant/index.ts';
import type { Db } from '../engines/engine.ts';
import { fromJson, toJson } from '../json-text.ts';
import { prepared } from '../prepared.ts';
import type { Scope } from '../scope.ts';
import type { Tables } from '../tables.ts';

// One tenant a deployment, so one row.
const tenant = 'default';

/** The repository of the tenant's settings. What was never set is as `initialSettings` has it, also in an old row. */
export function createSettings(scope: Scope): SettingsRepository {
  return {
    get: () => scope.read(getSettings),
    update: (changes) => scope.atomically((db) => updateSettings(db, scope.hasRowLocks, changes)),
  };
}

const selectSettings = prepared<object, Pick<Tables['settings'], 'settings'>>((db) =>
  db.selectFrom('settings').select('settings').where('tenant', '=', tenant),
);

async function getSettings(db: Db): Promise<TenantSettings> {
  const [row] = (await selectSettings(db, {})).rows;
  return row === undefined ? initialSettings : { ...initialSettings, ...fromJson(row.settings) };
}

async function updateSettings(
  db: Db,
  hasRowLocks: boolean,
  changes: Partial<TenantSettings>,
): Promise<TenantSettings> {
  await db
    .insertInto('settings')
    .values({ tenant, settings: toJson({}) })
    .onConflict((conflict) => conflict.column('tenant').doNothing())
    .execute();
  const row = await db
    .selectFrom('settings')
    .select('settings')
    .where('tenant', '=', tenant)
    .$if(hasRowLocks, (query) => query.forUpdate())
    .executeTakeFirstOrThrow();
  const set = { ...fromJson(row.settings), ...changes };
  await db
    .updateTable('settings')
    .set({ settings: toJson(set) })
    .where('tenant', '=', tenant)
    .execute();
  return { ...initialSettings, ...set };
}
