import type { DeathCause, PendingCall } from './attempt.ts';
import type { RunnerEvents, RunnerProcess } from './runner-process.ts';

/** How many calls a lane takes, and in how many processes. */
export interface LaneWidth {
  readonly processes: number;
  /** At once. */
  readonly callsPerProcess: number;
  /** After so many a process ends: what nobody waits for any more may still run in it. */
  readonly callsInLife: number;
  readonly queued: number;
}

export interface LaneNeeds {
  readonly width: LaneWidth;
  /** Starts a process, or answers undefined when there may be no more of them now. */
  start(events: RunnerEvents): RunnerProcess | undefined;
  onDeath(cause: DeathCause, suspects: readonly PendingCall[]): void;
  onLateNote: RunnerEvents['onLateNote'];
  /** Something finished or ended: somebody else may have room now. */
  onChange(): void;
}

/** The queue and the processes for one version of one connection's scripts. */
export interface RunnerLane {
  readonly processes: ReadonlySet<RunnerProcess>;
  readonly isEmpty: boolean;
  readonly isOutdated: boolean;
  submit(pending: PendingCall): void;
  abandon(pending: PendingCall): void;
  /** Gives waiting calls to processes with room. */
  pump(): void;
  /** Another version is asked for now: processes end after their calls. */
  outdate(): void;
  /** This version is asked for again, by who began before the change, or since it was taken back. */
  renew(): void;
  /** Answers everything that waits and ends every process. */
  close(): void;
}

/** A lane without processes; the first call starts one. */
export function openLane(needs: LaneNeeds): RunnerLane {
  const { width } = needs;
  const processes = new Set<RunnerProcess>();
  let queue: PendingCall[] = [];
  let outdated = false;

  const startProcess = (): RunnerProcess | undefined => {
    const openOnes = [...processes].filter((one) => one.isOpen);
    if (openOnes.length >= width.processes) return undefined;
    const process: RunnerProcess | undefined = needs.start({
      onRoom: change,
      onDeath: needs.onDeath,
      onLateNote: needs.onLateNote,
      onNotStarted: (calls) => {
        queue = [...calls, ...queue];
      },
      onEnd: () => {
        if (process !== undefined) processes.delete(process);
        change();
      },
    });
    if (process !== undefined) processes.add(process);
    return process;
  };

  const processWithRoom = (): RunnerProcess | undefined => {
    for (const one of processes) if (one.isOpen && one.load < width.callsPerProcess) return one;
    return startProcess();
  };

  const pump = (): void => {
    while (queue.length > 0) {
      const process = processWithRoom();
      const next = process && queue.shift();
      if (next === undefined) return;
      process?.run(next);
    }
    if (outdated) for (const process of processes) process.retire();
  };

  const change = (): void => {
    pump();
    needs.onChange();
  };

  return {
    processes,
    get isEmpty() {
      return queue.length === 0 && processes.size === 0;
    },
    get isOutdated() {
      return outdated;
    },
    submit: (pending) => {
      queue.push(pending);
      pump();
      if (queue.length <= width.queued) return;
      queue = queue.filter((one) => one !== pending);
      pending.finish({ end: 'unavailable', reason: 'queue-full', logs: [] });
    },
    abandon: (pending) => {
      const waited = queue.includes(pending);
      queue = queue.filter((one) => one !== pending);
      if (waited) pending.finish({ end: 'unavailable', reason: 'deadline', logs: [] });
      else for (const process of processes) process.abandon(pending);
    },
    pump,
    outdate: () => {
      outdated = true;
      setImmediate(pump); // ending a process takes a millisecond: the call that outdates it goes first
    },
    renew: () => {
      outdated = false;
    },
    close: () => {
      const waiting = queue;
      queue = [];
      for (const pending of waiting) pending.finish({ end: 'unavailable', reason: 'closing', logs: [] });
      for (const process of processes) process.stop();
    },
  };
}
