import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EventQuery } from './accounts-store.ts';
import {
  type AccountsSuite,
  type OpenAccountsStore,
  openForSuite,
} from './accounts-store-fixture.contract.ts';
import type { AccountEvent, RecordedEvent } from './event.ts';

const page = { offset: 0, limit: 100, direction: 'asc', withTotal: false } as const;

const full: AccountEvent = {
  kind: 'user-migrated',
  by: 'login',
  legacy: { scriptVersion: 'v1', durationMs: 12.5 },
  source: { ip: '192.0.2.7', userAgent: 'curl/8 🦉 \u0000' },
  clientId: 'a client',
  connectionId: 'con_1',
  connectionName: 'shop',
  userId: 'auth0|1',
  identifier: 'Ann@example.com',
};

/** Events: recorded in order, announced, found again. */
export function eventsContract(open: OpenAccountsStore): void {
  describe('events', () => {
    const suite = openForSuite(open);

    it('gives a recorded event an id and a time, and keeps it whole', async () => {
      const recorded = await suite.store.events.record(full);
      const { id, at, ...rest } = recorded;
      assert.match(id, /^[0-9a-f]{24}$/);
      assert.ok(at > 1_600_000_000_000);
      assert.deepEqual(rest, full);
      assert.deepEqual(await suite.store.events.find(id), recorded);
      assert.equal(await suite.store.events.find('0123456789abcdef01234567'), undefined);
    });

    it('says null of what an event does not name', async () => {
      const { id, at } = await suite.store.events.record({ kind: 'login-unknown-user' });
      assert.deepEqual(await suite.store.events.find(id), {
        kind: 'login-unknown-user',
        source: { ip: null, userAgent: null },
        clientId: null,
        connectionId: null,
        connectionName: null,
        userId: null,
        identifier: null,
        id,
        at,
      });
    });

    it('announces a recorded event', async () => {
      const recorded = await suite.store.events.record({ kind: 'login-blocked', userId: 'auth0|announced' });
      assert.deepEqual(suite.fixture.announced.at(-1), recorded);
    });

    it('outlives the user and connection that it tells of', async () => {
      const { userId, connectionId } = await suite.newUser();
      const recorded = await suite.store.events.record({ kind: 'user-created', userId, connectionId });
      await suite.store.connections.delete(connectionId);
      assert.deepEqual(await suite.store.events.find(recorded.id), recorded);
    });

    eventsListContract(suite);
  });
}

function eventsListContract(suite: AccountsSuite): void {
  async function listOf(query: Partial<EventQuery>): Promise<readonly string[]> {
    return (await suite.store.events.list({ ...page, ...query })).events.map(({ id }) => id);
  }

  async function fiveEvents(userId: string): Promise<readonly string[]> {
    const made: RecordedEvent[] = [];
    for (const kind of [
      'login-succeeded',
      'login-blocked',
      'user-created',
      'login-blocked',
      'token-refreshed',
    ] as const)
      made.push(
        await suite.store.events.record(
          kind === 'login-succeeded' ? { kind, userId, grant: null, migrated: false } : { kind, userId },
        ),
      );
    return made.map(({ id }) => id);
  }

  it('lists them in the order that they happened, or back', async () => {
    const ids = await fiveEvents('auth0|order');
    assert.deepEqual(await listOf({ userId: 'auth0|order' }), ids);
    assert.deepEqual(await listOf({ userId: 'auth0|order', direction: 'desc' }), ids.toReversed());
  });

  it('lists whole events', async () => {
    const recorded = await suite.store.events.record({ ...full, userId: 'auth0|whole' });
    assert.deepEqual((await suite.store.events.list({ ...page, userId: 'auth0|whole' })).events, [recorded]);
  });

  it('lists those of some kinds', async () => {
    const ids = await fiveEvents('auth0|kinds');
    const query = { userId: 'auth0|kinds' };
    const some = await listOf({ ...query, kinds: ['login-blocked', 'token-refreshed', 'user-deleted'] });
    assert.deepEqual(some, [ids[1], ids[3], ids[4]]);
    assert.deepEqual(await listOf({ ...query, kinds: [] }), []);
  });

  it('lists those of a connection and of a client', async () => {
    const { id } = await suite.store.events.record({ ...full, connectionId: 'con_a', clientId: 'client-a' });
    await suite.store.events.record({ ...full, connectionId: 'con_b', clientId: 'client-b' });
    assert.deepEqual(await listOf({ connectionId: 'con_a' }), [id]);
    assert.deepEqual(await listOf({ clientId: 'client-a' }), [id]);
    assert.deepEqual(await listOf({ clientId: 'client-a', connectionId: 'con_b' }), []);
  });

  it('pages by offset', async () => {
    const ids = await fiveEvents('auth0|offset');
    const query = { userId: 'auth0|offset', limit: 2 };
    assert.deepEqual(await listOf({ ...query, offset: 2 }), ids.slice(2, 4));
    assert.deepEqual(await listOf({ ...query, offset: 1, direction: 'desc' }), [ids[3], ids[2]]);
  });

  it('pages by checkpoint, oldest first', async () => {
    const ids = await fiveEvents('auth0|after');
    const query = { userId: 'auth0|after', limit: 2, direction: 'desc' } as const;
    assert.deepEqual(await listOf({ ...query, afterId: '' }), ids.slice(0, 2));
    assert.deepEqual(await listOf({ ...query, afterId: ids[1] ?? '' }), ids.slice(2, 4));
    assert.deepEqual(await listOf({ ...query, afterId: ids[4] ?? '' }), []);
  });

  it('counts all that match, where asked to', async () => {
    const ids = await fiveEvents('auth0|total');
    const query = { ...page, userId: 'auth0|total', withTotal: true, limit: 1 };
    assert.equal((await suite.store.events.list(query)).total, 5);
    assert.equal((await suite.store.events.list({ ...query, afterId: ids[2] ?? '' })).total, 5);
    assert.equal((await suite.store.events.list({ ...query, kinds: [] })).total, 0);
    assert.equal('total' in (await suite.store.events.list({ ...query, withTotal: false })), false);
  });
}
