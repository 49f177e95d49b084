import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Launch, LaunchedRunner } from '../../src/scripts/index.ts';

/** Looks on while a script runner starts its processes: which of them has scripts, and which waits as the spare. */
export interface WatchedLaunch {
  readonly launch: Launch;
  /** The processes that live and have been given scripts, the newest last. */
  working(): readonly number[];
  /** Resolves once a spare waits and has nothing left to do. */
  spare(): Promise<number>;
  /** Whether it lives, as far as the runner knows, and has been given no scripts. */
  isWaiting(pid: number): boolean;
}

interface Seen {
  readonly launched: LaunchedRunner;
  hasScripts: boolean;
}

const pollMs = 10;
/** So often in a row a process has done nothing: it waits for its scripts. */
const restfulPolls = 4;

export function watched(level: Launch): WatchedLaunch {
  const all = new Set<Seen>();
  const pidsOf = (isWanted: (seen: Seen) => boolean): readonly number[] =>
    [...all].flatMap((seen) => (isWanted(seen) ? (seen.launched.pid() ?? []) : []));
  const waiting = (): readonly number[] => pidsOf(({ hasScripts }) => !hasScripts);
  return {
    launch: (request) => {
      const launched = level(request);
      const seen = { launched, hasScripts: false };
      all.add(seen);
      // A process says its first word when it has been given scripts.
      launched.channel.once('data', () => {
        seen.hasScripts = true;
      });
      launched.onEnd(() => {
        all.delete(seen);
      });
      return launched;
    },
    working: () => pidsOf(({ hasScripts }) => hasScripts),
    isWaiting: (pid) => waiting().includes(pid),
    spare: async () => {
      for (;;) {
        const [pid] = waiting();
        if (pid !== undefined && (await comesToRest(pid))) return pid;
        await delay(pollMs);
      }
    },
  };
}

/** Waits until a process does nothing for a while; false when it ends instead. */
export async function comesToRest(pid: number): Promise<boolean> {
  let before = '';
  for (let restful = 0; restful < restfulPolls; ) {
    const work = workOf(pid);
    if (work === undefined) return false;
    restful = work.isAtIt || work.done !== before ? 0 : restful + 1;
    before = work.done;
    await delay(pollMs);
  }
  return true;
}

/** Whether a process has something to do now, and what it has done so far; undefined when it is gone. */
function workOf(pid: number): { readonly isAtIt: boolean; readonly done: string } | undefined {
  try {
    const [state] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1) ?? '';
    return { isAtIt: state !== 'S', done: readFileSync(`/proc/${pid}/schedstat`, 'latin1') };
  } catch {
    return undefined;
  }
}
