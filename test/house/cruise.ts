import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const checkout = join(import.meta.dirname, '../..');

export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

export interface Cruise {
  readonly violations: readonly Violation[];
  /** Modules under src/ that dependency-cruiser read, and source files that are there. */
  readonly seen: number;
  readonly there: number;
}

interface CruiseReport {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
}

/** Holds a tree with a `src/` against the dependency rules of this checkout. */
export async function cruise(root: string): Promise<Cruise> {
  const tool = join(checkout, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const flags = ['--config', join(checkout, '.dependency-cruiser.cjs'), '--output-type', 'json', 'src'];
  const { stdout } = await promisify(execFile)(process.execPath, [tool, ...flags], {
    cwd: root,
    maxBuffer: 256 * 1024 * 1024,
  }).catch(reportInspiteOfExitCode);
  const report: CruiseReport = JSON.parse(stdout);
  const files = await readdir(join(root, 'src'), { recursive: true });
  return {
    violations: report.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    seen: report.modules.filter(({ source }) => /^src\/.*\.(ts|mjs)$/.test(source)).length,
    there: files.filter((file) => /\.(ts|mjs)$/.test(file)).length,
  };
}

/** The tool's exit code is the number of violations; its report is on stdout all the same. */
function reportInspiteOfExitCode(error: unknown): { stdout: string } {
  if (
    error instanceof Error &&
    'stdout' in error &&
    typeof error.stdout === 'string' &&
    error.stdout !== ''
  ) {
    return { stdout: error.stdout };
  }
  throw error;
}
