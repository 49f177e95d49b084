import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Adapter } from 'oidc-provider';
import { createInMemoryOidcPayloads } from './fakes/in-memory-oidc-payloads.ts';
import { CredentialsChanged, createPayloadAdapters, idHashOf } from './payload-adapter.ts';

const now = Date.UTC(2030, 0, 1);
const clock = { now: () => now, waitUntil: async () => {} };
const inAMinute = now / 1000 + 60;

function open(model = 'Session'): {
  adapter: Adapter;
  storage: ReturnType<typeof createInMemoryOidcPayloads>;
} {
  const storage = createInMemoryOidcPayloads((userId) => (userId === 'auth0|1' ? 3 : undefined), clock);
  return { adapter: createPayloadAdapters(storage, clock)(model), storage };
}

test('what was written comes back under its id, which is not stored', async () => {
  const { adapter, storage } = open();
  await adapter.upsert(
    'the-secret-id',
    { jti: 'the-secret-id', kind: 'Session', uid: 'u1', accountId: 'a' },
    60,
  );
  assert.deepEqual(await adapter.find('the-secret-id'), {
    jti: 'the-secret-id',
    kind: 'Session',
    uid: 'u1',
    accountId: 'a',
    exp: inAMinute,
  });
  assert.deepEqual(await adapter.findByUid('u1'), {
    kind: 'Session',
    uid: 'u1',
    accountId: 'a',
    exp: inAMinute,
  });
  assert.ok(!storage.dump().includes('the-secret-id'));
  assert.equal(await adapter.find('another'), undefined);
  assert.equal(await adapter.findByUid('another'), undefined);
});

test('when a record ends is the store’s word, also after it was renewed', async () => {
  const { adapter, storage } = open('RefreshToken');
  await adapter.upsert('t1', { kind: 'RefreshToken', exp: inAMinute }, 60);
  await storage.renew('RefreshToken', idHashOf('t1'), now, now + 90_500);
  const renewed = await adapter.find('t1');
  assert.equal(renewed?.exp, now / 1000 + 91, 'to the provider it has not expired: it can still be revoked');
  await storage.save({ model: 'RefreshToken', idHash: idHashOf('t2'), payload: '{}', expiresAt: null });
  assert.deepEqual(await adapter.find('t2'), { jti: 't2' });
});

test('a consumed record says when; a destroyed or revoked one is gone', async () => {
  const { adapter } = open('AuthorizationCode');
  await adapter.upsert('c1', { kind: 'AuthorizationCode', grantId: 'g' }, 60);
  await adapter.upsert('c2', { kind: 'AuthorizationCode', grantId: 'g' }, 60);
  await adapter.consume('c1');
  const consumed = await adapter.find('c1');
  assert.ok(consumed);
  assert.equal(typeof consumed.consumed, 'number');
  await adapter.destroy('c1');
  assert.equal(await adapter.find('c1'), undefined);
  await adapter.revokeByGrantId('g');
  assert.equal(await adapter.find('c2'), undefined);
});

test('a payload under an old credential version is not written (S6)', async () => {
  const { adapter, storage } = open('RefreshToken');
  await adapter.upsert('new', { kind: 'RefreshToken', accountId: 'auth0|1', credentialVersion: 3 }, 60);
  const write = adapter.upsert(
    'old',
    { kind: 'RefreshToken', accountId: 'auth0|1', credentialVersion: 2 },
    60,
  );
  await assert.rejects(write, CredentialsChanged);
  assert.equal(JSON.parse(storage.dump()).length, 1);
});
