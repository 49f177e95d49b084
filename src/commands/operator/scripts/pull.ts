import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connections } from '../connections/connections.ts';
import { exitCodes, Failure } from '../failure.ts';
import { unlessRefused } from '../resource/unless-refused.ts';
import type { Output } from '../terminal/output.ts';
import { unifiedDiff } from '../terminal/unified-diff.ts';
import { argument, type RunVerb } from '../verb.ts';
import { showDiff } from './paint-diff.ts';
import { fileNameOf, scriptNames, sourceOf } from './script-files.ts';

interface PulledFile {
  readonly file: string;
  readonly source: string;
  /** What stands there now; undefined: nothing does. */
  readonly before: string | undefined;
}

/** `segue scripts pull <connection> [folder]`: shows what would be lost of a file that is there, and asks. */
export const pullScripts: RunVerb = async ({ segue, say }, request) => {
  const connection = await connections.find(segue, argument(request));
  const folder = request.args[1] ?? '.';
  const files: PulledFile[] = [];
  for (const script of scriptNames) {
    const source = sourceOf(connection, script);
    const file = join(folder, fileNameOf(script));
    if (source !== '') files.push({ file, source, before: await contentOf(file) });
  }
  if (files.length === 0) {
    throw new Failure(exitCodes.notFound, `${connections.titleOf(connection)} has no scripts`);
  }
  const write = async (): Promise<0> => writeAll(say, folder, files);
  const lost = files.filter(({ before, source }) => before !== undefined && before !== source);
  if (lost.length === 0) return write();
  if (!say.json)
    for (const each of lost) showDiff(say, unifiedDiff(each.before ?? '', each.source, [each.file, 'Segue']));
  return unlessRefused(say, request, `Write over ${lost.map(({ file }) => file).join(' and ')}?`, write);
};

async function contentOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw cannot('read', file, error);
  });
}

async function writeAll(say: Output, folder: string, files: readonly PulledFile[]): Promise<0> {
  try {
    await mkdir(folder, { recursive: true });
    for (const { file, source } of files) await writeFile(file, source);
  } catch (error) {
    throw cannot('write', folder, error);
  }
  if (say.json) say.document({ files: files.map(({ file }) => file) });
  say.note(`wrote ${files.map(({ file }) => file).join(' and ')}`);
  return exitCodes.done;
}

function cannot(what: string, file: string, error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return new Failure(exitCodes.noInput, `cannot ${what} ${file}: ${code}`);
}
