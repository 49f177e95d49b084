import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommonPasswords } from '../../src/passwords/policy/blocklist.ts';
import { compileCommonPasswords } from './compile-common-passwords.ts';

test('the blocklist is what its compiler makes of its source, to the byte', async () => {
  const compiled = await compileCommonPasswords();
  assert.ok(compiled.length > 500_000);
  assert.ok(Buffer.from(compiled).equals(await readCommonPasswords()));
});
