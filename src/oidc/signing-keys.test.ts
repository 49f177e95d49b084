import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JWK } from 'jose';
import { systemClock } from '../lib/clock.ts';
import { createSealer } from '../lib/sealed-secret.ts';
import { createInMemoryTenantStore } from '../tenant/fakes/in-memory-tenant-store.ts';
import type { TenantStore } from '../tenant/index.ts';
import { ensureSigningKeys, inUse, openSigningKey, publicHalf } from './signing-keys.ts';

const sealer = createSealer([new Uint8Array(32).fill(7)]);

function needsOver(tenant: TenantStore): Parameters<typeof ensureSigningKeys>[0] {
  return { tenant, sealer, clock: systemClock };
}

async function keysOf(tenant: TenantStore): Promise<readonly JWK[]> {
  await ensureSigningKeys(needsOver(tenant));
  return inUse(await tenant.signingKeys.list()).map((key) => openSigningKey(sealer, key));
}

test('the first start makes a key that signs and one that comes next; the next start finds them', async () => {
  const tenant = createInMemoryTenantStore();
  const made = await keysOf(tenant);
  assert.equal(made.length, 2);
  assert.equal(made[0]?.kty, 'RSA');
  assert.equal(Buffer.from(made[0]?.n ?? '', 'base64url').length, 256);
  const stored = await tenant.signingKeys.list();
  assert.equal(
    stored.find(({ kid }) => kid === made[0]?.kid)?.state,
    'current',
    'the one that signs is first',
  );
  assert.deepEqual(await keysOf(tenant), made);
});

test('nodes that start at once use the same keys', async () => {
  const tenant = createInMemoryTenantStore();
  const started = await Promise.all([keysOf(tenant), keysOf(tenant), keysOf(tenant)]);
  assert.equal(new Set(started.map(([key]) => key?.kid)).size, 1);
  assert.equal((await tenant.signingKeys.list()).length, 2);
});

test('the private key is sealed at rest, in its own place, and no part of it is public', async () => {
  const tenant = createInMemoryTenantStore();
  const [key] = await keysOf(tenant);
  assert.ok(key?.d);
  const stored = await tenant.signingKeys.list();
  assert.ok(!JSON.stringify(stored).includes(key.d));
  assert.deepEqual(Object.keys(publicHalf(key)).sort(), ['alg', 'e', 'kid', 'kty', 'n', 'use']);
  for (const each of stored)
    assert.throws(() => openSigningKey(sealer, { ...each, kid: 'another' }), /does not open/);
});
