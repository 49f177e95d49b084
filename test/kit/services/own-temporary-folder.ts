import { chmodSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder that only this test process uses, so that it can see what a server leaves behind. */
export interface OwnTemporaryFolder {
  readonly path: string;
  /**
   * The server directories in the folder, and the processes (Linux only) that have it in their command
   * line.
   */
  traces(): readonly string[];
  remove(): Promise<void>;
}

/** Points TMPDIR of this process, and of those it starts, to a new folder until `remove` is called. */
export function ownTemporaryFolder(): OwnTemporaryFolder {
  const outer = process.env['TMPDIR'];
  const path = mkdtempSync(join(tmpdir(), 'segue-kit-'));
  // A server that runs as another user must be able to reach its own directory in here.
  chmodSync(path, 0o711);
  process.env['TMPDIR'] = path;
  return {
    path,
    traces: () => [...serverDirectories(path), ...processesOf(path)].sort(),
    remove: async () => {
      if (outer === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = outer;
      await rm(path, { recursive: true, force: true });
    },
  };
}

function serverDirectories(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => !name.startsWith('segue-test-templates-'));
}

function processesOf(folder: string): readonly string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => `${pid}: ${commandLine(pid)}`)
    .filter((process) => process.includes(folder));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
