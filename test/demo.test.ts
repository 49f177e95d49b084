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

const allThatTheShopSaw = `  All that the legacy shop ever saw:
    GET /login → 200
    GET /users?email=tomasz.nowak@example.com → 200
    GET /users?email=tomasz.nowak@example.com → 200
    GET /users?email=amelie@example.org → 200
    GET /users?email=nora@example.net → 404
    GET /users?email=amelie@example.org → 200

`;

test('the demo tells the whole story on one scroll, ends with status 0, and leaves nothing', async (t) => {
  const folder = await emptyFolder(t);
  const { stdout } = await run(process.execPath, [main, 'demo', '--exit'], { env: environment(folder) });
  assert.match(stdout, /✓ Everything went as told/);
  assert.ok(stdout.includes(allThatTheShopSaw), stdout);
  for (const told of [
    /Now in Segue: {2}auth0\|1001 {2}jane@example.com/,
    /The letter: {4}to tomasz.nowak@example.com, "Choose a new password for The Shop"/,
    /200 Choose a new password/,
    /200 password changed/,
    /Now in Segue: {2}auth0\|1002 {2}tomasz.nowak@example.com/,
    /400 invalid_signup/,
    /200 signed up/,
    /200 address verified/,
    /400 email already exists/,
    /503 temporarily_unavailable/,
  ]) {
    assert.match(stdout, told);
  }
  assert.doesNotMatch(stdout, /Try it yourself|curl|https?:/, 'nothing is up any more that could be tried');
  const story = stdout.split('\n');
  assert.ok(
    story.every((line) => line.length <= 100),
    stdout,
  );
  assert.ok(story.length <= 110, `${story.length} lines`);
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
    const until = listenTo(demo.stdout.setEncoding('utf8'));
    const said = await until(/stays up/);
    const commands = said
      .slice(said.indexOf('Try it yourself'))
      .split('\n')
      .filter((line) => /^ {2,4}(curl|TOKEN|-d|--data|\| sed)/.test(line));
    const { stdout } = await run('sh', ['-c', commands.join('\n')]);
    assert.match(stdout, /"id_token"/);
    assert.match(stdout, /just sent you an email/);
    assert.match(stdout, /"type":"sui"/);
    assert.match(stdout, /"email":"jane@example.com"/);

    await until(/letter to amelie@example.org: Choose a new password.*\n +http\S+\n/);
    const live = await until(/the shop saw .*\n/);
    assert.deepEqual(live.match(/the shop saw .*/g), [
      'the shop saw GET /users?email=amelie@example.org → 200',
    ]);
    const [link = ''] = /http\S+\?ticket=\S+/.exec(live) ?? [];
    const page = await fetch(link);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /amelie@example\.org/);

    const ended = once(demo, 'exit');
    demo.kill('SIGINT');
    assert.deepEqual(await ended, [0, null]);
    assert.deepEqual(await readdir(folder), []);
  },
);

/** Collects all that is said; resolves with it when it matches. The test's own time limit is the bound. */
function listenTo(output: NodeJS.ReadableStream): (wanted: RegExp) => Promise<string> {
  let said = '';
  const heard = new EventTarget();
  output.on('data', (piece) => {
    said += piece;
    heard.dispatchEvent(new Event('piece'));
  });
  return async (wanted) => {
    while (said.search(wanted) < 0) await once(heard, 'piece');
    return said;
  };
}
