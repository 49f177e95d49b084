import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeEgressFolder, removeEgressFolder } from '../egress/egress-folder.ts';
import type { LaunchedRunner } from '../launch.ts';
import { launchBasic } from '../launch-basic.ts';
import { installedModuleFolders } from '../module-folders.ts';
import { preparation } from '../start-runner.ts';
import { gapsAround } from './inspect-process.ts';
import { needsStrict } from './needs-strict.contract.ts';
import { proveStrict } from './prove-strict.ts';

const root = { skip: process.getuid?.() === 0 ? false : 'needs root' };

describe('the proof of level strict', { ...(await needsStrict()), timeout: 30_000 }, () => {
  it('holds here, and leaves no process and no file', async () => {
    assert.deepEqual(await proveStrict(), { holds: true });
    const children = execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
    assert.doesNotMatch(children, /bwrap/);
  });

  it('holds for a server that is not root', root, () => {
    const program = `
      import { proveStrict } from ${JSON.stringify(fileURLToPath(new URL('./prove-strict.ts', import.meta.url)))};
      console.log(JSON.stringify(await proveStrict()));`;
    const who = ['--reuid', '12345', '--regid', '12345', '--clear-groups'];
    const node = [process.execPath, '--input-type=module', '-e', program];
    const said = execFileSync('setpriv', [...who, ...node], { encoding: 'utf8', env: {} });
    assert.equal(said, '{"holds":true}\n');
  });

  it('fails where a runner could not read its files, and says what to do', root, async (t) => {
    const closed = mkdtempSync(join(tmpdir(), 'segue-closed-'));
    t.after(() => rmSync(closed, { recursive: true }));
    const modules = join(closed, 'node_modules');
    mkdirSync(modules);
    const proof = await proveStrict([modules]);
    assert.ok(!proof.holds);
    assert.match(proof.reason, /cannot reach .*node_modules: install Segue where everybody may read it/);
  });

  it('sees each gap around a process that is not walled in', async (t) => {
    const launched = launchOf(makeEgressFolder(), t);
    await new Promise((resolve) => launched.channel.once('data', resolve));
    assert.deepEqual(
      gapsAround(launched.pid() ?? 0).toSorted(),
      [
        ...(process.getuid?.() === 0 ? ['it has capabilities', 'its user is not the one intended'] : []),
        'it can see folders of the host',
        'it can see other processes',
        'it can write',
        'it has a network',
        'it shares a namespace',
        'its system calls are not filtered',
      ].toSorted(),
    );
  });
});

function launchOf(egressFolder: string, t: { after(fn: () => void): void }): LaunchedRunner {
  const moduleFolders = installedModuleFolders();
  const launched = launchBasic({ heapMb: 64, moduleFolders, egressFolder });
  t.after(() => {
    launched.kill();
    removeEgressFolder(egressFolder);
  });
  const load = { type: 'load', protocol: 1, sources: {}, configuration: {} };
  launched.channel.write(`${preparation(launched, moduleFolders)}${JSON.stringify(load)}\n`);
  return launched;
}
