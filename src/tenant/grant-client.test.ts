import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInMemoryTenantStore } from './fakes/in-memory-tenant-store.ts';
import { sampleClient, sampleResourceServer } from './fakes/samples.ts';
import { grantClient, updateClientGrant } from './grant-client.ts';
import { outranks } from './outranks.ts';

const scopes = ['read:users', 'delete:users'].map((value) => ({ value, description: null }));
const clock = { now: () => 1, waitUntil: async () => {} };

async function open(isSystem: boolean) {
  const tenant = createInMemoryTenantStore();
  const client = sampleClient();
  await tenant.clients.insert(client);
  await tenant.resourceServers.insert(sampleResourceServer({ identifier: 'api', scopes, isSystem }));
  return { needs: { ...tenant, clock }, clientId: client.clientId };
}

test('a scope of the Management API is granted only by a token that has it (S4)', async () => {
  const { needs, clientId } = await open(true);
  const wanted = { clientId, audience: 'api', scope: ['read:users', 'delete:users'] };
  assert.deepEqual(await grantClient(needs, wanted, ['read:users']), {
    outcome: 'beyond-caller',
    scope: 'delete:users',
  });
  const granted = await grantClient(needs, { ...wanted, scope: ['read:users'] }, ['read:users']);
  assert.ok(granted.outcome === 'granted');
  const { id } = granted.grant;
  const more = await updateClientGrant(needs, id, ['read:users', 'delete:users'], ['read:users']);
  assert.equal(more.outcome, 'beyond-caller');
  const { outcome } = await updateClientGrant(needs, id, ['read:users'], []);
  assert.equal(outcome, 'unchanged', 'what the client holds already may stay');
  const rank = { ...needs, systemAudience: 'api' };
  assert.deepEqual(
    [await outranks(rank, clientId, []), await outranks(rank, clientId, ['read:users'])],
    [true, false],
  );
});

test("the operator's own APIs are free to grant, in scopes that they have", async () => {
  const { needs, clientId } = await open(false);
  const wanted = { clientId, audience: 'api', scope: ['delete:users'] };
  assert.deepEqual(await grantClient(needs, { ...wanted, scope: ['x'] }, []), {
    outcome: 'unknown-scope',
    scope: 'x',
  });
  assert.equal((await grantClient(needs, wanted, [])).outcome, 'granted');
  assert.equal((await grantClient(needs, wanted, [])).outcome, 'already-granted');
  assert.equal((await grantClient(needs, { ...wanted, audience: 'y' }, [])).outcome, 'no-such-audience');
  assert.equal((await grantClient(needs, { ...wanted, clientId: 'z' }, [])).outcome, 'no-such-client');
});

test('the same scopes in another order are the same grant', async () => {
  const { needs, clientId } = await open(false);
  const scope = ['read:users', 'delete:users'];
  const granted = await grantClient(needs, { clientId, audience: 'api', scope }, []);
  assert.ok(granted.outcome === 'granted');
  const update = (wanted: readonly string[]): ReturnType<typeof updateClientGrant> =>
    updateClientGrant(needs, granted.grant.id, wanted, []);
  assert.deepEqual(await update(scope.toReversed()), { outcome: 'unchanged', grant: granted.grant });
  assert.equal((await update(['read:users'])).outcome, 'updated');
  assert.equal((await update([])).outcome, 'updated');
});
