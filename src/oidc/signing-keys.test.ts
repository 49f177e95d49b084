import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../lib/clock.ts';
import { createSealer } from '../lib/sealed-secret.ts';
import { createInMemoryTenantStore } from '../tenant/fakes/in-memory-tenant-store.ts';
import { ensureSigningKeys, publicHalf } from './signing-keys.ts';

const sealer = createSealer([new Uint8Array(32).fill(7)]);

test('the first start makes a key, the next finds it', async () => {
  const needs = { tenant: createInMemoryTenantStore(), sealer, clock: systemClock };
  const [made] = await ensureSigningKeys(needs);
  assert.equal(made?.kty, 'RSA');
  assert.equal(Buffer.from(made?.n ?? '', 'base64url').length, 256);
  assert.deepEqual(await ensureSigningKeys(needs), [made]);
});

test('nodes that start at once use one key', async () => {
  const needs = { tenant: createInMemoryTenantStore(), sealer, clock: systemClock };
  const started = await Promise.all([
    ensureSigningKeys(needs),
    ensureSigningKeys(needs),
    ensureSigningKeys(needs),
  ]);
  assert.equal(new Set(started.map(([key]) => key?.kid)).size, 1);
  assert.equal((await needs.tenant.signingKeys.list()).length, 1);
});

test('the private key is sealed at rest, in its own place, and no part of it is public', async () => {
  const needs = { tenant: createInMemoryTenantStore(), sealer, clock: systemClock };
  const [key] = await ensureSigningKeys(needs);
  assert.ok(key?.d);
  const [stored] = await needs.tenant.signingKeys.list();
  assert.ok(stored && !JSON.stringify(stored).includes(key.d));
  assert.deepEqual(Object.keys(publicHalf(key)).sort(), ['alg', 'e', 'kid', 'kty', 'n', 'use']);
  const moved = { list: async () => [{ ...stored, kid: 'another' }], insertFirst: async () => false };
  await assert.rejects(ensureSigningKeys({ ...needs, tenant: { signingKeys: moved } }), /does not open/);
});

test('the current key comes first, the previous one still verifies', async () => {
  const needs = { tenant: createInMemoryTenantStore(), sealer, clock: systemClock };
  await ensureSigningKeys(needs);
  const [current] = await needs.tenant.signingKeys.list();
  const others = createInMemoryTenantStore();
  await ensureSigningKeys({ ...needs, tenant: others });
  const [other] = await others.signingKeys.list();
  assert.ok(current && other);
  const list = async () => [{ ...other, state: 'previous' } as const, current];
  const keys = await ensureSigningKeys({
    ...needs,
    tenant: { signingKeys: { list, insertFirst: async () => false } },
  });
  assert.deepEqual(
    keys.map(({ kid }) => kid),
    [current.kid, other.kid],
  );
});
