import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const guides = (await readdir(join(root, 'docs/guides'))).map((name) => `docs/guides/${name}`);

for (const page of ['README.md', ...guides]) {
  test(`${page}: each link and picture within the repository is there`, async () => {
    const markdown = await readFile(join(root, page), 'utf8');
    const targets = [...markdown.matchAll(/\]\(([^)\s]+)\)|<img[^>]*\ssrc="([^"]+)"/g)].map(
      ([, link, picture]) => link ?? picture ?? '',
    );
    const missing = targets.filter(
      (target) => !/^(https?:|#)/.test(target) && !existsSync(join(root, dirname(page), fileOf(target))),
    );
    assert.deepEqual(missing, []);
  });
}

function fileOf(target: string): string {
  return target.replace(/#.*/, '');
}

test('each picture of docs/images/pages/ is shown somewhere, and none is large', async () => {
  const folder = join(root, 'docs/images/pages');
  const pages = await Promise.all(['README.md', ...guides].map((page) => readFile(join(root, page), 'utf8')));
  const pictures = await readdir(folder);
  assert.deepEqual(
    pictures.filter((name) => !pages.some((page) => page.includes(`images/pages/${name}`))),
    [],
  );
  const sizes = await Promise.all(
    pictures.map(async (name) => (await readFile(join(folder, name))).byteLength),
  );
  assert.ok(Math.max(...sizes) < 60_000);
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 600_000);
});
