import { createHmac, randomBytes } from 'node:crypto';
import type { ScriptCall } from './script-call.ts';

/** An input in flight at so many deaths is not tried again for a while (S9). */
const deathsUntilRefused = 2;
const refusedForMs = 600_000;

/** Inputs remembered; each has cost a process, so this many in ten minutes is not reached by accident. */
const maxInputs = 10_000;

interface Suspicion {
  readonly deaths: number;
  readonly until: number;
}

/** Remembers which inputs were in flight when a process died. */
export interface CrashLoopGuard {
  refuses(call: ScriptCall): boolean;
  /** It was in flight at a death and has not been run to its end since: it must not be on board with others again. */
  suspects(call: ScriptCall): boolean;
  /** Counts one death against each different input; answers their digests. */
  record(calls: readonly ScriptCall[]): readonly string[];
  /** The input has been run to its end: it was not the one. */
  clear(call: ScriptCall): void;
}

/**
 * Inputs are kept as a digest under a key of this process's own: they hold passwords. `now` in
 * milliseconds, monotonic.
 */
export function guardAgainstCrashLoops(now: () => number): CrashLoopGuard {
  const key = randomBytes(32);
  const suspicions = new Map<string, Suspicion>();

  const digestOf = ({ connectionId, scripts, script, args }: ScriptCall): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([connectionId, scripts.version, script, args]))
      .digest('base64url');

  const suspect = (digest: string): void => {
    const known = suspicions.get(digest);
    const deaths = known !== undefined && known.until > now() ? known.deaths + 1 : 1;
    suspicions.delete(digest);
    suspicions.set(digest, { deaths, until: now() + refusedForMs });
    const [oldest] = suspicions.keys();
    if (suspicions.size > maxInputs && oldest !== undefined) suspicions.delete(oldest);
  };

  const deathsOf = (call: ScriptCall): number => {
    if (suspicions.size === 0) return 0;
    const digest = digestOf(call);
    const known = suspicions.get(digest);
    if (known === undefined) return 0;
    if (known.until > now()) return known.deaths;
    suspicions.delete(digest);
    return 0;
  };

  return {
    refuses: (call) => deathsOf(call) >= deathsUntilRefused,
    suspects: (call) => deathsOf(call) > 0,
    record: (calls) => {
      const digests = [...new Set(calls.map(digestOf))];
      for (const digest of digests) suspect(digest);
      return digests;
    },
    clear: (call) => {
      if (suspicions.size > 0) suspicions.delete(digestOf(call));
    },
  };
}
