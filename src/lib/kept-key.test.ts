import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { keptKey } from './kept-key.ts';

test('a key is made once, kept for its owner only, and read by everybody who comes later', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'segue-key-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'data', 'segue.key');
  const keys = await Promise.all(Array.from({ length: 8 }, () => keptKey(file)));
  assert.equal(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size, 1);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  await writeFile(file, 'short');
  await assert.rejects(keptKey(file), /32-byte key/);
});
