import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isPlainObject } from '../../src/lib/json.ts';

const root = join(import.meta.dirname, '../..');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

function compile(
  args: readonly string[],
  cwd: string,
): { readonly status: number | null; readonly out: string } {
  const { status, stdout } = spawnSync(process.execPath, [tsc, '--noEmit', ...args], {
    cwd,
    encoding: 'utf8',
  });
  return { status, out: stdout };
}

test('scripts in their types compile, and each mistake that is marked is one', () => {
  const { status, out } = compile(['-p', 'test/types/tsconfig.json'], root);
  assert.equal(status, 0, out);
});

test('who has installed the package finds the types; a script that is wrong does not compile', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'segue-types-'));
  t.after(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'node_modules'));
  await symlink(root, join(folder, 'node_modules/segue-id'));
  const strict = ['--strict', '--module', 'nodenext', '--target', 'es2024'];
  const importing = "import type { Login } from 'segue-id/script';\n";
  await writeFile(
    join(folder, 'right.ts'),
    `${importing}export const login: Login = (email, password, callback) => callback(null, { user_id: password, email });\n`,
  );
  await writeFile(
    join(folder, 'wrong.ts'),
    `${importing}export const login: Login = async () => ({ user: 1 });\n`,
  );

  assert.deepEqual(compile([...strict, 'right.ts'], folder), { status: 0, out: '' });
  const wrong = compile([...strict, 'wrong.ts'], folder);
  assert.notEqual(wrong.status, 0);
  assert.match(wrong.out, /wrong\.ts\(2,\d+\): error TS2322/);
});

test('the types are in the package', async () => {
  const description: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  assert.ok(isPlainObject(description) && Array.isArray(description['files']));
  assert.ok(description['files'].includes('types'));
});
