import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInMemoryTenantStore } from '../tenant/fakes/in-memory-tenant-store.ts';
import { connectionFor } from './connection-for.ts';
import { createInMemoryAccountsStore } from './fakes/in-memory-accounts-store.ts';
import { createManualClock } from './fakes/manual-clock.ts';
import { sampleConnection } from './fakes/samples.ts';

async function open() {
  const store = createInMemoryAccountsStore({ clock: createManualClock() });
  const shop = sampleConnection({ name: 'shop', realms: ['shop-realm'], enabledClients: ['app'] });
  const closed = sampleConnection({ name: 'closed', realms: ['closed-realm'] });
  for (const connection of [shop, closed]) await store.connections.insert(connection);
  const needs = { store, tenant: createInMemoryTenantStore() };
  const meant = async (clientId: string | null, realm?: string): Promise<string> => {
    const found = await connectionFor(needs, clientId, realm);
    return found.outcome === 'found' ? found.connection.name : found.outcome;
  };
  return meant;
}

test('S13: a client reaches the connections that are enabled for it, by name or realm', async () => {
  const meant = await open();
  assert.equal(await meant('app', 'shop'), 'shop');
  assert.equal(await meant('app', 'shop-realm'), 'shop');
  for (const [clientId, realm] of [
    ['another', 'shop'],
    ['app', 'closed'],
    ['app', 'none'],
  ] as const) {
    assert.equal(await meant(clientId, realm), 'not-available');
  }
  assert.equal(await meant('app'), 'no-default-directory');
});

test('S13: without a client, a connection that no client may use is not there', async () => {
  const meant = await open();
  assert.equal(await meant(null, 'shop'), 'shop');
  for (const name of ['closed', 'none', 'closed-realm'])
    assert.equal(await meant(null, name), 'not-available');
});
