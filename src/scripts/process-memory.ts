import { readFileSync, writeFileSync } from 'node:fs';
import { retireAtMemoryShare } from './runner-limits.ts';

const bytesPerMegabyte = 1_048_576;

/** Resident memory of a process in bytes, or undefined where there is no /proc or no such process. */
export function residentBytes(pid: number): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024;
  } catch {
    return undefined;
  }
}

/**
 * Whether a process has passed its limit of memory, or comes near it.
 *
 * @param reportedBytes what the process says of itself, for where nobody else does
 */
export function memoryUse(
  pid: number | undefined,
  reportedBytes: number,
  limitMb: number,
): 'little' | 'much' | 'too-much' {
  const bytes = (pid === undefined ? undefined : residentBytes(pid)) ?? reportedBytes;
  const share = bytes / (limitMb * bytesPerMegabyte);
  if (share > 1) return 'too-much';
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
