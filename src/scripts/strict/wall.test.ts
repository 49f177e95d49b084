import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { makeEgressFolder, removeEgressFolder } from '../egress/egress-folder.ts';
import { installedModuleFolders } from '../module-folders.ts';
import { sandboxOf, startSandboxed } from './launch-strict.ts';
import { needsStrict } from './needs-strict.contract.ts';
import { kill, mmap, numberOn, type Processor, prctl, refusedCalls, socket } from './refused-system-calls.ts';
import type { Sandbox } from './sandbox.ts';

const perl = '/usr/bin/perl';
const [refused, denied] = [1, 13]; // EPERM, EACCES

/**
 * The filter of system calls as a program of any language meets it. What scripts try, and what comes of it, is in
 * ../attacks.
 */
describe('the wall of level strict, against native code', { ...(await needsWall()), timeout: 60_000 }, () => {
  const egressFolder = makeEgressFolder();
  after(() => removeEgressFolder(egressFolder));

  it('refuses the system calls of the list', async () => {
    const calls = Object.values(refusedCalls).flatMap((group) => Object.entries(group));
    const numbers = calls.flatMap(([name, pair]) => {
      const number = numberOn(processor(), pair);
      return number === undefined ? [] : [[name, number] as const];
    });
    // -1 for every argument: with it none of them does anything where it is not refused.
    const errnos = await errnosOf(numbers.map(([, number]) => `${number}, -1, -1, -1, -1, -1`));
    assert.deepEqual(
      numbers.map(([name], index) => [name, errnos[index]]),
      numbers.map(([name]) => [name, refused]),
    );
  });

  const [map, end, control, open] = [mmap, kill, prctl, socket].map((pair) => numberOn(processor(), pair));
  const harms: Readonly<Record<string, readonly [errno: number, call: string]>> = {
    'signals its process group, which the server is in': [refused, `${end}, 0, 0`],
    'lets go of its parent': [refused, `${control}, 1, 0`],
    'maps memory that it can hide': [refused, `${map}, 0, 4096, 3, 0x21, -1, 0`],
    'opens a socket for datagrams': [denied, `${open}, 1, 2, 0`],
    'opens a socket of the network': [denied, `${open}, 2, 1, 0`],
  };
  for (const [name, [errno, call]] of Object.entries(harms)) {
    it(`holds against code that ${name}`, async () => assert.deepEqual(await errnosOf([call]), [errno]));
  }

  /** The error numbers of system calls, each with its arguments; 0 of one that is not refused. */
  async function errnosOf(calls: readonly string[]): Promise<readonly number[]> {
    const program = `$| = 1; ${calls.map((call) => `$! = 0; syscall(${call}); print $! + 0, "\\n";`).join(' ')}`;
    const runner = sandboxOf({ heapMb: 64, moduleFolders: installedModuleFolders(), egressFolder });
    const sandbox: Sandbox = {
      ...runner,
      readable: [...runner.readable, ...filesOf(perl)],
      command: [perl, '-e', program],
    };
    return (await outputOf(sandbox)).trim().split('\n').map(Number);
  }
});

async function needsWall(): Promise<{ skip: string | false }> {
  const strict = await needsStrict();
  if (strict.skip !== false) return strict;
  return { skip: existsSync(perl) ? false : 'needs perl: apt-get install perl-base' };
}

function processor(): Processor {
  assert.ok(process.arch === 'x64' || process.arch === 'arm64');
  return process.arch;
}

/** What a program prints. */
async function outputOf(sandbox: Sandbox): Promise<string> {
  const { bubblewrap } = startSandboxed(sandbox, 'pipe');
  let output = '';
  let complaints = '';
  bubblewrap.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  bubblewrap.stderr?.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  await new Promise((resolve) => bubblewrap.once('close', resolve));
  assert.equal(complaints, '');
  return output;
}

/** A program's binary and libraries. */
function filesOf(program: string): readonly string[] {
  const libraries = execFileSync('ldd', [program], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  return [program, ...libraries];
}
