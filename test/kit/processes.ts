import { readdirSync, readFileSync } from 'node:fs';

/** For node:test: whether this machine shows its processes in /proc. */
export const skipWithoutProc = {
  skip: process.platform === 'linux' ? false : 'needs /proc of Linux',
} as const;

interface ProcessState {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
  /** Processor time that its own code has used, in hundredths of a second. */
  readonly userTicks: number;
}

/** The processes that a process has started, and those that they have. */
export function descendantsOf(pid: number): readonly number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => stateOf(Number(name)));
  const below = (parent: number): readonly number[] =>
    all
      .filter((each) => each?.parent === parent)
      .flatMap((each) => (each === undefined ? [] : [each.pid, ...below(each.pid)]));
  return below(pid);
}

/** Whether a process still runs; one that only waits to be reaped does not. */
export function isRunning(pid: number): boolean {
  const state = stateOf(pid)?.state;
  return state !== undefined && state !== 'Z' && state !== 'X';
}

/** Processor time that a process has used, in hundredths of a second; 0 when it is gone. */
export function userTicksOf(pid: number): number {
  return stateOf(pid)?.userTicks ?? 0;
}

/** proc(5): the fields after the program's name, which is in brackets and may hold anything. */
function stateOf(pid: number): ProcessState | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state = '', parent] = fields;
    return { pid, parent: Number(parent), state, userTicks: Number(fields[11]) };
  } catch {
    return undefined; // it has ended in the meantime
  }
}
