import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { sweepEgressFolders } from './egress-folder.ts';

it('removes folders that killed servers have left, and no others', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'sweep-'));
  after(() => rmSync(parent, { recursive: true }));
  for (const name of ['segue-out-old', 'segue-out-new', 'of-somebody-else']) {
    mkdirSync(join(parent, name));
    writeFileSync(join(parent, name, 'socket'), '');
  }
  const twoDaysAgo = Date.now() / 1_000 - 2 * 86_400;
  for (const name of ['segue-out-old', 'of-somebody-else'])
    utimesSync(join(parent, name), twoDaysAgo, twoDaysAgo);
  await sweepEgressFolders(parent);
  assert.deepEqual(readdirSync(parent).sort(), ['of-somebody-else', 'segue-out-new']);
  await sweepEgressFolders(join(parent, 'not-there'));
});
