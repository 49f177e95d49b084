import {
  type Connection,
  type LegacyAnswer,
  type LegacyDirectory,
  scriptVersion,
} from '../accounts/index.ts';

const retryAfterSeconds = 60; // an operator has to act

/** A legacy user store that cannot be asked, since scripts may not run here: an outage, and never a wrong password. */
export function createRefusingDirectory(reason: string): LegacyDirectory {
  const refuse = async (connection: Connection): Promise<LegacyAnswer> => ({
    answer: 'unavailable',
    reason: `action scripts are refused: ${reason}`,
    retryAfterSeconds,
    scriptVersion: scriptVersion(connection),
    durationMs: 0,
  });
  return { authenticate: refuse, find: refuse };
}
