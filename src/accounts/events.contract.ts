import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EventQuery, SomeOfKind } from './accounts-store.ts';
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

  it('lists those of a kind of which a fact is, or is not, among some values', async () => {
    const userId = 'auth0|facts';
    const record = async (event: AccountEvent): Promise<string> =>
      (await suite.store.events.record({ ...event, userId })).id;
    const plain = await record({ kind: 'login-succeeded', grant: null, migrated: false });
    const granted = await record({ kind: 'login-succeeded', grant: 'password', migrated: false });
    const called = { kind: 'api-called', method: 'POST', path: '/"status":200,/' } as const;
    const good = await record({ ...called, status: 201 });
    const bad = await record({ ...called, status: 400 });
    const kind = 'login-succeeded';
    const some = async (...kinds: readonly SomeOfKind[]): Promise<readonly string[]> =>
      listOf({ userId, kinds });
    assert.deepEqual(await some({ kind, fact: 'grant', is: 'among', values: [null] }), [plain]);
    assert.deepEqual(await some({ kind, fact: 'grant', is: 'not among', values: [null] }), [granted]);
    assert.deepEqual(await some({ kind, fact: 'grant', is: 'among', values: ['Password'] }), []);
    const status = { kind: 'api-called', fact: 'status', values: [200, 201] } as const;
    assert.deepEqual(await some({ ...status, is: 'among' }), [good], 'a value is not taken for a fact');
    assert.deepEqual(await some({ ...status, is: 'not among' }, kind), [plain, granted, bad]);
  });

  it('lists those with an identifier, of a connection by its name, and from an address', async () => {
    const userId = 'auth0|words';
    const source = { ip: '192.0.2.77', userAgent: '"ip":"192.0.2.78","identifier":"Eve"' };
    const identifier = 'Back\\slash "quoted" ü%_@example.com';
    const { id } = await suite.store.events.record({ ...full, userId, source, identifier });
    await suite.store.events.record({ kind: 'login-blocked', userId, identifier: identifier.toUpperCase() });
    assert.deepEqual(await listOf({ userId, identifier }), [id]);
    assert.deepEqual(await listOf({ userId, identifier: 'Eve' }), []);
    assert.deepEqual(await listOf({ userId, connectionName: 'shop' }), [id]);
    assert.deepEqual(await listOf({ userId, connectionName: 'SHOP' }), []);
    assert.deepEqual(await listOf({ userId, ip: '192.0.2.77' }), [id]);
    for (const ip of ['192.0.2.7', '192.0.2.78', '%']) assert.deepEqual(await listOf({ userId, ip }), [], ip);
  });

  it('lists those of a time', async () => {
    const userId = 'auth0|time';
    const { id } = await suite.store.events.record({ kind: 'login-blocked', userId });
    const at = Number.parseInt(id.slice(0, 12), 16);
    assert.deepEqual(await listOf({ userId, from: at, before: at + 1000 }), [id]);
    assert.deepEqual(await listOf({ userId, from: at - 1000 }), [id]);
    assert.deepEqual(await listOf({ userId, from: at + 1000 }), []);
    assert.deepEqual(await listOf({ userId, before: at }), []);
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
