import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Where things run: what is measured on one core, the one who asks on another. */
export const cores = { server: 0, generator: 1 } as const;

/** Of util-linux, on every Debian. */
const taskset = '/usr/bin/taskset';

/** False on a machine with one core or without taskset: then everything floats. */
export const isPinned = availableParallelism() > 1 && existsSync(taskset);

/** The command line that runs a command on a core; on any core where nothing can be pinned. */
export function onCore(
  core: number | undefined,
  command: string,
  args: readonly string[],
): { readonly command: string; readonly args: readonly string[] } {
  if (!isPinned) return { command, args };
  const list = core === undefined ? `${cores.server},${cores.generator}` : String(core);
  return { command: taskset, args: ['--cpu-list', list, command, ...args] };
}

/** Moves this process, which asks, to its own core. */
export function moveToGeneratorCore(): void {
  if (isPinned) execFileSync(taskset, ['--cpu-list', '--pid', String(cores.generator), String(process.pid)]);
}
