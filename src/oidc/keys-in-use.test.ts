import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../lib/clock.ts';
import { createSealer } from '../lib/sealed-secret.ts';
import { createInMemoryTenantStore } from '../tenant/fakes/in-memory-tenant-store.ts';
import { createProvider } from './create-provider.ts';
import { createInMemoryOidcPayloads } from './fakes/in-memory-oidc-payloads.ts';
import { issuer } from './fakes/open-oidc.ts';
import { openSigningKeyRing, type SigningKeyRing } from './keys-in-use.ts';
import { operateSigningKeys } from './operate-signing-keys.ts';
import { publicHalf } from './signing-keys.ts';
import { createVerifyJwt } from './verify-access-token.ts';

const sealer = createSealer([new Uint8Array(32).fill(3)]);

interface Node {
  readonly ring: SigningKeyRing;
  readonly lists: { count: number; fail: boolean };
  now: number;
}

/** Nodes over one store; each has its clock, and counts how often it asks. */
function openTenant(): { openNode(): Promise<Node>; operate: ReturnType<typeof operateSigningKeys> } {
  const store = createInMemoryTenantStore();
  const needs = { tenant: store, sealer, clock: systemClock };
  const openNode = async (): Promise<Node> => {
    const lists = { count: 0, fail: false };
    const signingKeys = {
      ...store.signingKeys,
      list: async () => {
        lists.count += 1;
        if (lists.fail) throw new Error('the store is away');
        return store.signingKeys.list();
      },
    };
    const node = { lists, now: 0 };
    const storage = createInMemoryOidcPayloads(() => 1);
    const ring = await openSigningKeyRing({
      ...needs,
      tenant: { signingKeys },
      monotonic: () => node.now,
      build: (keys) => ({
        provider: createProvider({ ...needs, issuer, storage, cookieKeys: ['key'] }, keys),
        verifyJwt: createVerifyJwt(issuer, keys.map(publicHalf)),
      }),
    });
    return Object.assign(node, { ring });
  };
  return { openNode, operate: operateSigningKeys(needs, async () => {}) };
}

async function kidsOf(ring: SigningKeyRing): Promise<readonly string[]> {
  const { keys } = JSON.parse((await ring.inUse()).jwks());
  return keys.map(({ kid }: { kid: string }) => kid);
}

test('a rotation on another node is seen within half a second; the key that signs next was published before', async () => {
  const { openNode, operate } = openTenant();
  const node = await openNode();
  const before = await kidsOf(node.ring);
  assert.equal(before.length, 2, 'current and next');
  const used = await node.ring.inUse();
  const signing = await operate.rotate();
  assert.equal(signing?.kid, before[1]);
  node.now = 499;
  assert.equal(await node.ring.inUse(), used);
  node.now = 500;
  const after = await kidsOf(node.ring);
  assert.deepEqual(after.slice(0, 2), [before[1], before[0]]);
  assert.equal(after.length, 3);
});

test('keys are read when they are used, and once for all who ask at that moment', async () => {
  const { openNode } = openTenant();
  const { ring, lists, ...node } = await openNode();
  assert.equal(node.now, 0);
  lists.count = 0;
  const used = await Promise.all(Array.from({ length: 20 }, () => ring.inUse()));
  assert.equal(lists.count, 0);
  await Promise.all(Array.from({ length: 20 }, () => ring.renewed()));
  assert.equal(lists.count, 1);
  assert.equal(new Set([...used, await ring.inUse()]).size, 1, 'nothing is made anew for the same keys');
});

test('what is known is used while the store is away', async () => {
  const { openNode } = openTenant();
  const node = await openNode();
  const used = await node.ring.inUse();
  node.now = 10_000;
  node.lists.fail = true;
  assert.equal(await node.ring.inUse(), used);
  await assert.rejects(node.ring.renewed(), /away/);
});

test('a revoked key is shown no more; the one that signs cannot be', async () => {
  const { openNode, operate } = openTenant();
  const node = await openNode();
  const [current = '', next = ''] = await kidsOf(node.ring);
  assert.deepEqual(await operate.revoke(current), { outcome: 'still-signs' });
  assert.deepEqual(await operate.revoke('unknown'), { outcome: 'no-such-key' });
  assert.equal((await operate.revoke(next)).outcome, 'revoked');
  assert.deepEqual(await operate.revoke(next), { outcome: 'revoked-before' });
  node.now = 1_000;
  const kids = await kidsOf(node.ring);
  assert.equal(kids.length, 2, 'another one comes next');
  assert.ok(!kids.includes(next));
});

test('a JWKS entry carries its certificate and nothing private', async () => {
  const { openNode } = openTenant();
  const { keys } = JSON.parse((await (await openNode()).ring.inUse()).jwks());
  for (const key of keys) {
    assert.deepEqual(Object.keys(key).sort(), ['alg', 'e', 'kid', 'kty', 'n', 'use', 'x5c', 'x5t']);
  }
});

test('a token of an unknown key is told from a forged one', async () => {
  const { openNode } = openTenant();
  const { verifyJwt } = await (await openNode()).ring.inUse();
  const head = Buffer.from(JSON.stringify({ alg: 'RS256', typ: 'JWT', kid: 'unknown' })).toString(
    'base64url',
  );
  assert.deepEqual(await verifyJwt(`${head}.e30.AAAA`, issuer), { ok: false, reason: 'unknown-key' });
});
