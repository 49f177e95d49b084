import { readFileSync, writeFileSync } from 'node:fs';

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
