import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';
import { newServerDirectory, removeServerDirectory, type ServerDirectory } from './server-directory.ts';

/**
 * How to make the files of a fresh server, which takes about half a second and comes out the same every
 * time.
 */
export interface Template {
  readonly name: string;
  /** The server's program: another version of it makes another template. */
  readonly program: string;
  /** Raised whenever `build` changes, so that no old template is used. */
  readonly revision: number;
  readonly build: (directory: ServerDirectory) => Promise<void>;
}

/**
 * Fills an empty directory with the template's files, which are built once a machine and kept as one tar
 * file. One file, renamed into place, is there whole or not at all: two test files may build it at once,
 * and a cleaner of the temporary folder cannot remove half of it.
 */
export async function unpackTemplate(template: Template, directory: ServerDirectory): Promise<void> {
  const archive = join(await archiveFolder(), await archiveName(template, directory));
  if (!existsSync(archive)) await buildArchive(template, directory, archive);
  await runProgram(asOurselves(directory), 'tar', ['--numeric-owner', '-xpf', archive, '-C', directory.path]);
}

async function buildArchive(template: Template, like: ServerDirectory, archive: string): Promise<void> {
  const workshop = await newServerDirectory(`${template.name}-template`, like.owner);
  const unfinished = `${archive}.${randomUUID()}`;
  try {
    await template.build(workshop);
    await runProgram(asOurselves(workshop), 'tar', ['-cf', unfinished, '-C', workshop.path, '.']);
    await rename(unfinished, archive);
  } finally {
    await removeServerDirectory(workshop);
    await rm(unfinished, { force: true });
  }
}

/** Only root can give files to the server's user, and only we may write to the folder of archives. */
function asOurselves(directory: ServerDirectory): ServerDirectory {
  return { path: directory.path, owner: undefined };
}

async function archiveFolder(): Promise<string> {
  const uid = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `segue-test-templates-${uid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  // The temporary folder belongs to everybody: somebody else may have put something of that name there first.
  if (!found.isDirectory() || found.uid !== uid) throw new Error(`${folder} is not a folder of our own`);
  return folder;
}

async function archiveName(template: Template, directory: ServerDirectory): Promise<string> {
  const { size, mtimeMs } = await stat(template.program);
  const owner = directory.owner?.uid ?? 'self';
  return `${template.name}-r${template.revision}-${size}-${Math.trunc(mtimeMs)}-${owner}.tar`;
}
