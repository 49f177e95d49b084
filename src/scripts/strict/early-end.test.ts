import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { installedModuleFolders } from '../module-folders.ts';
import { processEnds } from '../script-kit.contract.ts';
import { launchStrict } from './launch-strict.ts';
import { needsStrict } from './needs-strict.contract.ts';

describe('a runner at level strict', { timeout: 60_000, ...(await needsStrict()) }, () => {
  const egressFolder = mkdtempSync(join(tmpdir(), 'segue-early-'));
  chmodSync(egressFolder, 0o711);
  after(() => rmSync(egressFolder, { recursive: true }));

  it('ends wherever it is killed in its start, and leaves nothing', async () => {
    const request = { heapMb: 64, moduleFolders: installedModuleFolders(), egressFolder };
    const killed = Array.from({ length: 25 }, async (_, afterMs) => {
      const launched = launchStrict(request);
      const ended = new Promise((resolve) => launched.onEnd(resolve));
      await delay(afterMs);
      launched.kill();
      assert.equal(await ended, 'SIGKILL');
      const pid = launched.pid();
      if (pid !== undefined) await processEnds(pid);
    });
    await Promise.all(killed);
  });
});
