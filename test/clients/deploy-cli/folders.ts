import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** The files of a folder and below, by their paths in it; what is JSON is read. */
export type FolderContents = ReadonlyMap<string, unknown>;

/** Writes files, by their paths in the folder; what is no text as JSON. */
export async function writeFolder(
  folder: string,
  contents: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const [path, content] of Object.entries(contents)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
}

/** Reads every file of a folder. */
export async function readFolder(folder: string): Promise<FolderContents> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.toSorted().map(async (file): Promise<[string, unknown]> => {
    const content = await readFile(file, 'utf8');
    const path = relative(folder, file).replaceAll(sep, '/');
    return [path, path.endsWith('.json') ? JSON.parse(content) : content];
  });
  return new Map(await Promise.all(read));
}
