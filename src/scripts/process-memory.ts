import { readFileSync, writeFileSync } from 'node:fs';
import { maxThreads, retireAtMemoryShare } from './runner-limits.ts';

const bytesPerMegabyte = 1_048_576;

interface ProcessSize {
  /** In memory, and what of it was moved to disk. */
  readonly bytes: number;
  readonly threads: number;
}

/** Undefined where there is no /proc or no such process. */
function sizeOf(pid: number): ProcessSize | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const field = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    const kilobytes = field('VmRSS') + field('VmSwap');
    return kilobytes === 0 ? undefined : { bytes: kilobytes * 1_024, threads: field('Threads') };
  } catch {
    return undefined;
  }
}

/**
 * Whether a process has passed its limit of memory or of threads, or comes near that of memory.
 *
 * @param reportedBytes what the process says of itself, for where nobody else does
 */
export function sizeUse(
  pid: number | undefined,
  reportedBytes: number,
  limitMb: number,
): 'little' | 'much' | 'too-much-memory' | 'too-many-threads' {
  const { bytes, threads } = (pid === undefined ? undefined : sizeOf(pid)) ?? {
    bytes: reportedBytes,
    threads: 0,
  };
  const share = bytes / (limitMb * bytesPerMegabyte);
  if (share > 1) return 'too-much-memory';
  if (threads > maxThreads) return 'too-many-threads';
  return share > retireAtMemoryShare ? 'much' : 'little';
}

/**
 * When the machine runs out of memory a runner goes before the server does; and its memory, which holds
 * passwords, is kept out of core dumps. Where the system has neither, nothing is lost but that.
 */
export function prepareForTheWorst(pid: number): void {
  for (const [file, value] of [
    ['oom_score_adj', '1000'],
    ['coredump_filter', '0'],
  ]) {
    try {
      writeFileSync(`/proc/${pid}/${file}`, value ?? '');
    } catch {
      // Not Linux, or not allowed.
    }
  }
}
