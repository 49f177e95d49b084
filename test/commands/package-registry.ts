import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A package: its description, and its files beside it. */
export interface TestPackage {
  readonly name: string;
  readonly version: string;
  readonly description?: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, string>>;
}

export interface TestRegistry {
  readonly url: string;
  stop(): Promise<void>;
}

/** A package registry on loopback, which npm can install from. */
export async function startRegistry(packages: readonly TestPackage[]): Promise<TestRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-registry-'));
  const archives = new Map<string, Buffer>();
  for (const each of packages) archives.set(archivePath(each), await pack(folder, each));
  await rm(folder, { recursive: true });

  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    const archive = archives.get(path);
    const versions = packages.filter(({ name }) => path === `/${name}`);
    if (archive !== undefined) return response.end(archive);
    if (versions.length === 0) return response.writeHead(404).end('{}');
    return response.end(JSON.stringify(packument(versions, `http://${request.headers.host}`, archives)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function archivePath({ name, version }: TestPackage): string {
  return `/${name}/-/${version}.tgz`;
}

function packument(
  versions: readonly TestPackage[],
  url: string,
  archives: ReadonlyMap<string, Buffer>,
): object {
  const entries = versions.map((each) => {
    const archive = archives.get(archivePath(each)) ?? Buffer.alloc(0);
    const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
    const { name, version, description } = each;
    const dist = { tarball: `${url}${archivePath(each)}`, integrity };
    return [
      version,
      { name, version, ...description, hasInstallScript: 'scripts' in (description ?? {}), dist },
    ];
  });
  const [first] = versions;
  return {
    name: first?.name,
    'dist-tags': { latest: versions.at(-1)?.version },
    versions: Object.fromEntries(entries),
  };
}

async function pack(folder: string, { name, version, description, files }: TestPackage): Promise<Buffer> {
  const root = join(folder, `${name}-${version}`);
  const all = { ...files, 'package.json': JSON.stringify({ name, version, ...description }) };
  for (const [file, text] of Object.entries(all)) {
    const path = join(root, 'package', file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  const archive = `${root}.tgz`;
  const { status, stderr } = spawnSync('tar', ['-czf', archive, '-C', root, 'package'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return readFile(archive);
}
