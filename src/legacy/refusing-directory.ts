import { type Connection, type LegacyAnswer, scriptVersion } from '../accounts/index.ts';
import type { GuardedDirectory } from './guarded-directory.ts';

const retryAfterSeconds = 60; // an operator has to act

/** A legacy user store that cannot be asked, since scripts may not run here: an outage, and never a wrong password. */
export function createRefusingDirectory(why: string): GuardedDirectory {
  const reason = `action scripts are refused: ${why}`;
  const refuse = async (connection: Connection): Promise<LegacyAnswer> => ({
    answer: 'unavailable',
    reason,
    retryAfterSeconds,
    scriptVersion: scriptVersion(connection),
    durationMs: 0,
  });
  return {
    authenticate: refuse,
    find: refuse,
    inBackground: { find: refuse, ask: refuse },
    conditionOf: () => ({ state: 'refused', inFlight: 0, waiting: 0, reason }),
    conditions: () => ({}),
    died: () => {},
  };
}
