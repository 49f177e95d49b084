import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Adapter } from 'oidc-provider';
import { systemClock } from '../lib/clock.ts';
import { createInMemoryOidcPayloads } from './fakes/in-memory-oidc-payloads.ts';
import { CredentialsChanged, createPayloadAdapters } from './payload-adapter.ts';

function open(model = 'Session'): {
  adapter: Adapter;
  storage: ReturnType<typeof createInMemoryOidcPayloads>;
} {
  const storage = createInMemoryOidcPayloads((userId) => (userId === 'auth0|1' ? 3 : undefined));
  return { adapter: createPayloadAdapters(storage, systemClock)(model), storage };
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
  });
  assert.deepEqual(await adapter.findByUid('u1'), { kind: 'Session', uid: 'u1', accountId: 'a' });
  assert.ok(!storage.dump().includes('the-secret-id'));
  assert.equal(await adapter.find('another'), undefined);
  assert.equal(await adapter.findByUid('another'), undefined);
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
