import assert from 'node:assert/strict';
import { type AttackProtectionSettings, initialSettings } from '../../tenant/index.ts';
import { createAttackProtection } from '../attack-protection.ts';
import type { Connection } from '../connection.ts';
import { type LogInNeeds, logIn } from '../log-in.ts';
import type { LogInAttempt, LogInOutcome } from '../login-attempt.ts';
import type { Refused } from '../refusal-clock.ts';
import type { User } from '../user.ts';
import { connectionFixture } from './connection-fixture.ts';
import { createInMemoryAccountsStore } from './in-memory-accounts-store.ts';
import { createInMemoryAttemptCounters } from './in-memory-attempt-counters.ts';
import { createInMemoryLegacy } from './in-memory-legacy.ts';
import { createManualClock } from './manual-clock.ts';
import { createPlainHasher } from './plain-hasher.ts';

/** A legacy user whose password is `right`. */
export const ada = { id: '7', email: 'ada@example.com', nickname: 'ada', appMetadata: { plan: 'gold' } };

/** A login over fakes: what happened can be looked at, and what happens in between can be arranged. */
export async function logInFixture(
  connection: Connection = connectionFixture(),
  settings = async (): Promise<AttackProtectionSettings> => initialSettings,
) {
  const clock = createManualClock();
  const store = createInMemoryAccountsStore({ clock });
  const legacy = createInMemoryLegacy();
  const passwords = createPlainHasher();
  const waits: Refused[] = [];
  const needs: LogInNeeds = {
    store,
    legacy,
    passwords,
    clock,
    refusals: { hasRoom: () => true, wait: async (_connection, refused) => void waits.push(refused) },
    digestKey: Buffer.alloc(32),
    attackProtection: createAttackProtection({
      counters: createInMemoryAttemptCounters(),
      clock,
      key: Buffer.alloc(32),
      settings,
    }),
  };
  await store.connections.insert(connection);
  legacy.put({ password: 'right', profile: ada });
  const attempt = (
    identifier: string,
    password: string,
    { from = '192.0.2.1', ...more }: Partial<LogInAttempt & LogInNeeds> & { from?: string } = {},
  ): Promise<LogInOutcome> =>
    logIn(
      { ...needs, ...more },
      {
        connection,
        clientId: 'app',
        identifier,
        password,
        source: { ip: from, userAgent: null },
        grant: 'password',
      },
    );
  const kinds = async (): Promise<readonly string[]> =>
    (await store.events.list({ offset: 0, limit: 100, direction: 'asc', withTotal: false })).events.map(
      ({ kind }) => kind,
    );
  const { attackProtection } = needs;
  return { store, legacy, passwords, attackProtection, clock, waits, attempt, kinds, connection };
}

export function authenticated(outcome: LogInOutcome): { user: User; migrated: boolean } {
  if (outcome.outcome !== 'authenticated') assert.fail(`expected a login, got ${outcome.outcome}`);
  return outcome;
}
