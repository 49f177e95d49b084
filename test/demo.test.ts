import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const main = join(import.meta.dirname, '../src/main.mjs');
const run = promisify(execFile);

/** A temporary folder that the demo uses as the system's own, so that what it leaves behind can be seen. */
async function emptyFolder(t: { after(end: () => Promise<void>): void }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-demo-test-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

function environment(folder: string): NodeJS.ProcessEnv {
  return { TMPDIR: folder, NODE_DISABLE_COMPILE_CACHE: '1' };
}

test('the demo migrates Jane, logs her in without the shop, and ends with status 0, leaving nothing', async (t) => {
  const folder = await emptyFolder(t);
  const { stdout } = await run(process.execPath, [main, 'demo', '--exit'], { env: environment(folder) });
  assert.match(stdout, /✓ Everything went as told/);
  assert.match(stdout, /All that the legacy shop ever saw: {3}GET \/login → 200\n/);
  assert.match(stdout, /auth0\|1001 {2}jane@example.com/);
  assert.match(stdout, /503 temporarily_unavailable/);
  assert.deepEqual(await readdir(folder), []);
});

const curl = spawnSync('curl', ['--version']).status === 0;
const withCurl = { skip: curl ? false : 'curl is not installed: apt-get install curl' };

test(
  'without --exit it stays up; what it prints to try works; Ctrl+C ends it and leaves nothing',
  withCurl,
  async (t) => {
    const folder = await emptyFolder(t);
    const demo = spawn(process.execPath, [main, 'demo'], {
      env: environment(folder),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    t.after(() => demo.kill('SIGKILL'));
    let said = '';
    for await (const piece of demo.stdout.setEncoding('utf8')) {
      said += piece;
      if (said.includes('stays up')) break;
    }
    const commands = said
      .slice(said.indexOf('Try it yourself'))
      .split('\n')
      .filter((line) => /^ {2,4}(curl|TOKEN|-d|--data|\| sed)/.test(line));
    const { stdout } = await run('sh', ['-c', commands.join('\n')]);
    assert.match(stdout, /"id_token"/);
    assert.match(stdout, /"type":"sui"/);
    assert.match(stdout, /"email":"jane@example.com"/);
    demo.stdout.resume();
    const ended = once(demo, 'exit');
    demo.kill('SIGINT');
    assert.deepEqual(await ended, [0, null]);
    assert.deepEqual(await readdir(folder), []);
  },
);
