import type { Clock } from '../lib/clock.ts';
import { randomName } from '../lib/random-name.ts';
import type { Sealer } from '../lib/sealed-secret.ts';
import type { AccountsStore } from './accounts-store.ts';
import type { Connection } from './connection.ts';
import { faultInOptions, type OptionsFault, type ScriptChecks } from './connection-rules.ts';
import { sealConfiguration } from './seal-configuration.ts';

export interface CreateConnectionNeeds extends ScriptChecks {
  readonly store: { readonly connections: Pick<AccountsStore['connections'], 'insert'> };
  readonly sealer: Sealer;
  readonly clock: Clock;
}

/** A connection as an operator describes it; `options.configuration` in clear. */
export type NewConnection = Omit<Connection, 'id' | 'refusalPeriodMs' | 'createdAt' | 'updatedAt'>;

export type CreateConnectionOutcome =
  | { readonly outcome: 'created'; readonly connection: Connection }
  | { readonly outcome: 'name-taken' }
  | { readonly outcome: 'misplaced-secret'; readonly key: string }
  | OptionsFault;

/** Creates a connection. Its scripts must compile, and import mode must have all that migration needs. */
export async function createConnection(
  needs: CreateConnectionNeeds,
  draft: NewConnection,
): Promise<CreateConnectionOutcome> {
  const { store, sealer, clock } = needs;
  const fault = faultInOptions(draft.options, needs);
  if (fault !== undefined) return fault;
  const id = `con_${randomName(16)}`;
  const sealed = sealConfiguration(sealer, id, draft.options.configuration);
  if (sealed.is === 'misplaced') return { outcome: 'misplaced-secret', key: sealed.key };
  const now = clock.now();
  const options = { ...draft.options, configuration: sealed.configuration };
  const connection: Connection = {
    ...draft,
    id,
    options,
    refusalPeriodMs: null,
    createdAt: now,
    updatedAt: now,
  };
  const inserted = await store.connections.insert(connection);
  return inserted ? { outcome: 'created', connection } : { outcome: 'name-taken' };
}
