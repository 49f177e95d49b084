import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Where servers live on Debian and its kin and under Homebrew, although an ordinary user's PATH often lacks
 * them.
 */
const usualDirectories: readonly string[] = [
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/sbin',
  '/opt/homebrew/opt/openldap/libexec',
  '/opt/schemathesis/bin',
];

/** Debian keeps each major version of PostgreSQL in `<root>/<major>/bin`. */
const postgresRoot = '/usr/lib/postgresql';

/**
 * The directories to search for programs, best first: PATH, the usual places, each PostgreSQL from the
 * newest.
 */
export function programDirectories(path: string): readonly string[] {
  const fromPath = path.split(delimiter).filter((directory) => directory !== '');
  return [...new Set([...fromPath, ...usualDirectories, ...postgresDirectories()])];
}

/** The full path of a program, or undefined when no directory has an executable of that name. */
export function findProgram(name: string, directories: readonly string[]): string | undefined {
  return directories.map((directory) => join(directory, name)).find(isExecutable);
}

function postgresDirectories(): readonly string[] {
  try {
    return readdirSync(postgresRoot)
      .sort((a, b) => Number(b) - Number(a))
      .map((major) => join(postgresRoot, major, 'bin'));
  } catch {
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
