import { type AccountEvent, type Connection, scriptVersion } from '../accounts/index.ts';
import { systemClock } from '../lib/clock.ts';
import { type ConnectionGuard, createConnectionGuard } from './connection-guard.ts';
import type { GuardLimits } from './guard-limits.ts';
import type { LegacyCondition } from './legacy-condition.ts';

/** The guards of all connections, one for the newest version of each one's scripts. */
export interface ConnectionGuards {
  /** Makes one where there is none, or one for another version, which is thereby forgotten. */
  of(connection: Connection): ConnectionGuard;
  /** The guard of a connection, if it is for this version of its scripts. */
  known(connectionId: string, version: string): ConnectionGuard | undefined;
  conditions(): Readonly<Record<string, LegacyCondition>>;
}

interface Guarded {
  readonly version: string;
  readonly connectionName: string;
  readonly guard: ConnectionGuard;
  usedAt: number;
}

/** What has not been asked for so long is forgotten: its connection may be gone. */
const forgottenAfterMs = 24 * 60 * 60_000;

const advice =
  'Users who have not moved yet are asked to try again later; users who have moved notice nothing. Segue asks again by itself. See whether the legacy user store runs and can be reached from here, with the credentials in the configuration.';

/** @param tell takes one event when a breaker opens, and one when it closes */
export function createGuards(limits: GuardLimits, tell: (event: AccountEvent) => void): ConnectionGuards {
  const all = new Map<string, Guarded>();

  function open({ id: connectionId, name: connectionName }: Connection, version: string): Guarded {
    const about = { connectionId, connectionName };
    // Who has been replaced still hears the ends of its calls: no news any more.
    const isCurrent = (): boolean => all.get(connectionId) === opened;
    const guard = createConnectionGuard(version, limits, {
      onOpen: (reason) => {
        if (isCurrent()) tell({ ...about, kind: 'legacy-breaker-opened', reason, advice });
      },
      onClose: (openMs) => {
        if (isCurrent()) tell({ ...about, kind: 'legacy-breaker-closed', by: 'answer', openMs });
      },
    });
    const opened: Guarded = { version, connectionName, guard, usedAt: systemClock.now() };
    const openMs = all.get(connectionId)?.guard.openMs;
    if (openMs !== undefined) tell({ ...about, kind: 'legacy-breaker-closed', by: 'new-version', openMs });
    all.set(connectionId, opened);
    return opened;
  }

  function forgetOldOnes(): void {
    for (const [id, { usedAt }] of all) {
      if (systemClock.now() - usedAt > forgottenAfterMs) all.delete(id);
    }
  }

  return {
    of(connection) {
      const version = scriptVersion(connection);
      const known = all.get(connection.id);
      if (known?.version === version) {
        known.usedAt = systemClock.now();
        return known.guard;
      }
      forgetOldOnes();
      return open(connection, version).guard;
    },
    known(connectionId, version) {
      const found = all.get(connectionId);
      return found?.version === version ? found.guard : undefined;
    },
    conditions: () =>
      Object.fromEntries(
        [...all.values()].map(({ connectionName, guard }) => [connectionName, guard.condition]),
      ),
  };
}
