import type { Clock } from '../lib/clock.ts';
import { realChanges } from '../lib/real-changes.ts';
import type { Sealer } from '../lib/sealed-secret.ts';
import type { AccountsStore } from './accounts-store.ts';
import { localUsersCheck } from './check-local-users.ts';
import { type Connection, type ConnectionOptions, isMigrationActive } from './connection.ts';
import { faultInOptions, type OptionsFault, type ScriptChecks } from './connection-rules.ts';
import { sealConfiguration } from './seal-configuration.ts';

export interface UpdateConnectionNeeds extends ScriptChecks {
  readonly store: Pick<AccountsStore, 'transact'>;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

/**
 * What an operator changes of a connection. Options are replaced as a whole; their `configuration` is in clear, or
 * sealed where it stays as it is.
 */
export type ConnectionPatch = Partial<
  Pick<
    Connection,
    'displayName' | 'realms' | 'isDomainConnection' | 'enabledClients' | 'metadata' | 'options'
  >
>;

export type UpdateConnectionOutcome =
  | { readonly outcome: 'updated' | 'unchanged'; readonly connection: Connection }
  | { readonly outcome: 'no-such-connection' }
  | { readonly outcome: 'misplaced-secret'; readonly key: string }
  | OptionsFault;

/**
 * Changes a connection. A patch that changes nothing writes nothing; one that switches import mode on has the local users
 * checked against the legacy system (S19).
 */
export async function updateConnection(
  needs: UpdateConnectionNeeds,
  id: string,
  patch: ConnectionPatch,
): Promise<UpdateConnectionOutcome> {
  const { store, sealer, clock } = needs;
  const fault = patch.options && faultInOptions(patch.options, needs);
  if (fault !== undefined) return fault;
  return store.transact(async (tx) => {
    const current = await tx.connections.findToChange(id);
    if (current === undefined) return { outcome: 'no-such-connection' };
    const sealed = sealOptions(sealer, current, patch.options);
    if (sealed.is === 'misplaced') return { outcome: 'misplaced-secret', key: sealed.key };
    const changes = realChanges(current, { ...patch, options: sealed.options });
    if (Object.keys(changes).length === 0) return { outcome: 'unchanged', connection: current };
    const connection = await tx.connections.update(id, { ...changes, updatedAt: clock.now() });
    if (connection === undefined) return { outcome: 'no-such-connection' };
    if (isMigrationActive(connection) && !isMigrationActive(current)) {
      await tx.jobs.add(localUsersCheck(connection));
    }
    return { outcome: 'updated', connection };
  });
}

type SealedOptions =
  | { readonly is: 'sealed'; readonly options: ConnectionOptions }
  | { readonly is: 'misplaced'; readonly key: string };

function sealOptions(
  sealer: Sealer,
  current: Connection,
  wanted: ConnectionOptions | undefined,
): SealedOptions {
  if (wanted === undefined) return { is: 'sealed', options: current.options };
  const sealed = sealConfiguration(sealer, current.id, wanted.configuration, current.options.configuration);
  if (sealed.is === 'misplaced') return sealed;
  return { is: 'sealed', options: { ...wanted, configuration: sealed.configuration } };
}
