import { readdirSync, readFileSync } from 'node:fs';

export interface Memory {
  /** Resident, with pages that are shared counted in full, in megabytes. */
  readonly rssMb: number;
  /** Resident, each shared page divided among those who share it, in megabytes. */
  readonly pssMb: number;
}

/** Memory of a process and all its descendants. */
export function memoryOfTree(pid: number): Memory {
  const all = treeOf(pid, parents()).map((each) => readFileSync(`/proc/${each}/smaps_rollup`, 'latin1'));
  const sumOf = (field: string): number =>
    all.reduce((sum, text) => sum + Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]), 0);
  return { rssMb: sumOf('Rss') / 1_024, pssMb: sumOf('Pss') / 1_024 };
}

/** The process that was started first of those between a process and its ancestor. */
export function childTowards(pid: number, ancestor: number): number {
  const parentOf = parents();
  let child = pid;
  for (let next = parentOf.get(pid); next !== ancestor; next = parentOf.get(next)) {
    if (next === undefined) throw new Error(`${pid} does not descend from ${ancestor}`);
    child = next;
  }
  return child;
}

function treeOf(pid: number, parentOf: ReadonlyMap<number, number>): readonly number[] {
  const children = [...parentOf].filter(([, parent]) => parent === pid).map(([child]) => child);
  return [pid, ...children.flatMap((child) => treeOf(child, parentOf))];
}

/** The parent of every process there is. */
function parents(): ReadonlyMap<number, number> {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return new Map(pids.flatMap((pid) => parentOf(pid).map((parent) => [pid, parent] as const)));
}

function parentOf(pid: number): readonly number[] {
  try {
    return [Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1])];
  } catch {
    return []; // it has ended meanwhile
  }
}
