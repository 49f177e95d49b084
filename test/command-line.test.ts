import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const main = join(import.meta.dirname, '../src/main.mjs');

interface Said {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function segue(args: readonly string[], env: Record<string, string> = {}, cwd = tmpdir()): Said {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    env,
    cwd,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

test('--help lists the verbs, --version is the package’s', () => {
  const help = segue(['--help']);
  assert.equal(help.status, 0);
  for (const verb of ['start', 'demo', 'doctor']) assert.match(help.out, new RegExp(`^ {2}${verb}`, 'm'));
  assert.match(segue(['--version']).out, /^\d+\.\d+\.\d+\n$/);
});

test('an unknown verb and a wrong setting end with a status of their own and a sentence, not with a stack', () => {
  const unknown = segue(['serve']);
  assert.equal(unknown.status, 64);
  assert.match(unknown.err, /unknown command 'serve'/);
  const wrong = segue(['start'], { PORT: 'abc' });
  assert.deepEqual([wrong.status, wrong.out], [78, '']);
  assert.equal(wrong.err, 'segue: PORT must be a whole number from 0 to 65535\n');
});

test('doctor checks without serving: all is well in an empty folder', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'segue-doctor-'));
  t.after(() => rm(folder, { recursive: true }));
  const healthy = segue(['doctor'], {}, folder);
  assert.equal(healthy.status, 0, healthy.out);
  assert.match(healthy.out, /✓ store +sqlite, schema up to date/);
  assert.match(healthy.out, /✓ scripts +a first call answers in \d+ ms/);
  assert.deepEqual(await readdir(join(folder, 'data')), ['segue.sqlite']);
});

test('doctor names what stands in the way, without the password of the database', () => {
  const ill = segue(['doctor'], {
    HOST: '0.0.0.0',
    SEGUE_URL: 'http://login.example.com',
    DATABASE_URL: 'postgres://segue:hunter22@127.0.0.1:1/segue',
    SEGUE_SECRET_KEY: Buffer.alloc(32).toString('base64'),
  });
  assert.equal(ill.status, 1);
  assert.match(ill.out, /✗ tls +plain HTTP/);
  assert.match(ill.out, /✗ store +connect ECONNREFUSED/);
  assert.match(ill.out, /✓ isolation +strict|✗ isolation +refused: .+ no strict isolation here: ./);
  assert.doesNotMatch(ill.out + ill.err, /hunter22/);
});
