import type { TestContext } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { connectionFixture } from '../accounts/fakes/connection-fixture.ts';
import type { AccountEvent, Connection, LegacyAnswer } from '../accounts/index.ts';
import { createHeldDirectory, type HeldDirectory } from './fakes/held-directory.ts';
import type { GuardLimits } from './guard-limits.ts';
import { createGuardedDirectory, type GuardedDirectory } from './guarded-directory.ts';

/** A guarded directory before one whose answers the test gives, on a clock that the test moves. */
export interface GuardStage {
  readonly guarded: GuardedDirectory;
  readonly legacy: HeldDirectory;
  readonly shop: Connection;
  /** The kinds and reasons of what the operator was told, in order. */
  readonly told: readonly AccountEvent[];
  logIn(connection?: Connection, identifier?: string): Promise<LegacyAnswer>;
  find(): Promise<LegacyAnswer>;
  findInBackground(): Promise<LegacyAnswer>;
  /** Logs in so often, one after the other; answers with the last answer. */
  logInTimes(times: number): Promise<LegacyAnswer | undefined>;
  /** Moves the clock, and lets whoever that wakes go on. */
  pass(milliseconds: number): Promise<void>;
  /** Lets whoever can go on do so. */
  settle(): Promise<void>;
}

export const away = { unavailable: 'connection-failed: ECONNREFUSED' };

export function createGuardStage({ mock }: TestContext, limits: Partial<GuardLimits> = {}): GuardStage {
  mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const legacy = createHeldDirectory();
  const told: AccountEvent[] = [];
  const guarded = createGuardedDirectory(legacy, { ...limits, tell: (event) => void told.push(event) });
  const shop = connectionFixture({ id: 'con_shop', name: 'shop' });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn += 1) await nextTurn();
  };
  const logIn = (connection = shop, identifier = 'ada@example.com'): Promise<LegacyAnswer> =>
    guarded.authenticate(connection, identifier, 'hunter22');
  return {
    guarded,
    legacy,
    shop,
    told,
    logIn,
    find: () => guarded.find(shop, 'ada@example.com'),
    findInBackground: () => guarded.inBackground.find(shop, 'ada@example.com'),
    async logInTimes(times) {
      let last: LegacyAnswer | undefined;
      for (let i = 0; i < times; i += 1) last = await logIn();
      return last;
    },
    async pass(milliseconds) {
      mock.timers.tick(milliseconds);
      await settle();
    },
    settle,
  };
}
