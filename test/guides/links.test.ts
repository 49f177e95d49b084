import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const guides = (await readdir(join(root, 'docs/guides'))).map((name) => `docs/guides/${name}`);

for (const page of ['README.md', 'SECURITY.md', 'ARCHITECTURE.md', ...guides]) {
  test(`${page}: each link and picture within the repository is there`, async () => {
    const markdown = await readFile(join(root, page), 'utf8');
    const targets = [...markdown.matchAll(/\]\(([^)\s]+)\)|<img[^>]*\ssrc="([^"]+)"/g)].map(
      ([, link, picture]) => link ?? picture ?? '',
    );
    const inside = targets.filter((target) => !/^https?:/.test(target));
    const areThere = await Promise.all(inside.map((target) => isThere(page, target)));
    assert.deepEqual(
      inside.filter((_, index) => !areThere[index]),
      [],
    );
  });
}

/** Whether a link leads to a file, and to a heading of it where it names one. */
async function isThere(page: string, target: string): Promise<boolean> {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? join(root, page) : join(root, dirname(page), path);
  if (!existsSync(file)) return false;
  if (anchor === undefined) return true;
  const headings = (await readFile(file, 'utf8')).matchAll(/^#+ (.*)$/gm);
  return [...headings].some(([, heading = '']) => anchorOf(heading) === anchor);
}

/** As GitHub makes them. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
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
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 800_000);
});
