import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { assetSchema } from './page-schema.ts';

const files = {
  style: { name: 'pages', extension: 'css', type: 'text/css; charset=utf-8' },
  reference: { name: 'reference', extension: 'css', type: 'text/css; charset=utf-8' },
  script: { name: 'pages', extension: 'js', type: 'text/javascript; charset=utf-8' },
  icon: { name: 'icon', extension: 'svg', type: 'image/svg+xml' },
} as const;

type AssetName = keyof typeof files;

/** A file that pages refer to. */
interface Asset {
  /** Under `/u/assets/`, with a digest of the content in it. */
  readonly file: string;
  readonly content: Buffer;
  readonly type: string;
}

export type Assets = Readonly<Record<AssetName, Asset>>;

/** Reads the style sheets, the script and the icon; there are no others. */
export async function readAssets(): Promise<Assets> {
  const [style, reference, script, icon] = await Promise.all([
    readAsset('style'),
    readAsset('reference'),
    readAsset('script'),
    readAsset('icon'),
  ]);
  return { style, reference, script, icon };
}

async function readAsset(asset: AssetName): Promise<Asset> {
  const { name, extension, type } = files[asset];
  const content = await readFile(join(import.meta.dirname, 'assets', `${name}.${extension}`));
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { file: `${name}.${digest}.${extension}`, content, type };
}

/**
 * `GET /assets/…`: each file under its name for good. Under a digest that is not its own it is served as well, but not to
 * be kept: while nodes are updated one by one, a page of one may ask another for its style.
 */
export function registerAssets(server: FastifyInstance, assets: Assets): void {
  for (const { file, content, type } of Object.values(assets)) {
    const [name, , extension] = file.split('.');
    server.get<{ Params: { digest: string } }>(
      `/assets/${name}.:digest([0-9a-f]{12}).${extension}`,
      { schema: assetSchema('Get a file that the pages refer to', type) },
      async ({ params }, reply) => {
        const isOwn = file === `${name}.${params.digest}.${extension}`;
        return reply
          .headers({
            'content-type': type,
            'cache-control': isOwn ? 'public, max-age=31536000, immutable' : 'no-store',
            'cross-origin-resource-policy': 'same-origin',
          })
          .send(content);
      },
    );
  }
}
