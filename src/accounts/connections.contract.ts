import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { atOnce, type OpenAccountsStore, openForSuite } from './accounts-store-fixture.contract.ts';
import type { Connection } from './connection.ts';
import { sampleConnection, sampleTombstone } from './fakes/samples.ts';

const everything: Partial<Connection> = {
  displayName: 'Der Laden',
  realms: ['shop', 'Shop 2'],
  isDomainConnection: true,
  enabledClients: ['z-client', 'a-client'],
  metadata: JSON.parse('{"__proto__":"x","a":[null,1.5]}'),
  options: {
    importMode: true,
    enabledDatabaseCustomization: true,
    customScripts: { login: 'function login(e, p, cb) { cb(null, { "ü": `e` }) }', get_user: '' },
    configuration: { URL: 'sealed:1:abcdef12:xyz' },
    requiresUsername: true,
    bruteForceProtection: false,
    disableSignup: true,
    legacyIdPrefix: 'a|',
    keepUnknownProfileKeys: true,
    passwordRules: {
      level: 'good',
      minLength: 12,
      dictionary: { enabled: true, words: ['Lädchen', ''] },
      noPersonalInfo: true,
      history: 24,
    },
    other: { passwordPolicy: 'good', nested: { '': [] } },
  },
  refusalPeriodMs: 300,
};

/** Connections: written, found, changed, removed with all that is in them. */
export function connectionsContract(open: OpenAccountsStore): void {
  describe('connections', () => {
    const suite = openForSuite(open);

    it('gives back what was written', async () => {
      const connection = await suite.newConnection(everything);
      const { connections } = suite.store;
      assert.deepEqual(await connections.find(connection.id), connection);
      assert.deepEqual(await connections.findByName(connection.name), connection);
      const listed = (await connections.list()).find(({ id }) => id === connection.id);
      assert.deepEqual(listed, connection);
    });

    it('finds none by an unknown id or name', async () => {
      const { name } = await suite.newConnection();
      assert.equal(await suite.store.connections.find('con_nowhere'), undefined);
      assert.equal(await suite.store.connections.findByName(name.toUpperCase()), undefined);
    });

    it('finds the one that a client means by a name or a realm, the first by id, among those enabled for it', async () => {
      const { connections } = suite.store;
      const realm = `realm-${sampleConnection().name}`;
      const other = await suite.newConnection({
        id: 'con_for_client_0',
        realms: [realm],
        enabledClients: ['other'],
      });
      const first = await suite.newConnection({
        id: 'con_for_client_1',
        realms: ['x', realm],
        enabledClients: ['a', 'app'],
      });
      const second = await suite.newConnection({
        id: 'con_for_client_2',
        realms: [realm],
        enabledClients: ['app'],
      });
      assert.deepEqual(await connections.findForClient('app', realm), first);
      assert.deepEqual(await connections.findForClient('app', second.name), second);
      assert.deepEqual(await connections.findForClient('other', realm), other);
      assert.equal(await connections.findForClient('app', other.name), undefined);
      assert.equal(await connections.findForClient('nobody', realm), undefined);
      assert.equal(await connections.findForClient('app', realm.toUpperCase()), undefined);
    });

    it('lets one change what it has found, while nobody else does', async () => {
      const { id } = await suite.newConnection({ displayName: '' });
      await atOnce(10, (number) =>
        suite.store.transact(async (tx) => {
          const found = await tx.connections.findToChange(id);
          await tx.connections.update(id, { displayName: `${found?.displayName} ${number}` });
        }),
      );
      const { displayName } = (await suite.store.connections.find(id)) ?? {};
      assert.equal(displayName?.trim().split(' ').length, 10);
    });

    it('refuses a second one of a name, and writes nothing', async () => {
      const { name } = await suite.newConnection();
      const second = sampleConnection({ name, enabledClients: ['a'] });
      assert.equal(await suite.store.connections.insert(second), false);
      assert.equal(await suite.store.connections.find(second.id), undefined);
    });

    it('makes one of a name, when many want it at once', async () => {
      const { name } = sampleConnection();
      const made = await atOnce(10, () => suite.store.connections.insert(sampleConnection({ name })));
      assert.equal(made.filter(Boolean).length, 1);
    });

    it('changes what is given and leaves the rest', async () => {
      const connection = await suite.newConnection(everything);
      const changes = { displayName: null, refusalPeriodMs: null, realms: [], updatedAt: 5 };
      const after = { ...connection, ...changes };
      assert.deepEqual(await suite.store.connections.update(connection.id, changes), after);
      assert.deepEqual(await suite.store.connections.find(connection.id), after);
    });

    it('replaces the enabled clients, each once, in their order', async () => {
      const { id } = await suite.newConnection({ enabledClients: ['a', 'b'] });
      const { connections } = suite.store;
      const updated = await connections.update(id, { enabledClients: ['c', 'b', 'c'] });
      assert.deepEqual(updated?.enabledClients, ['c', 'b']);
      assert.deepEqual((await connections.find(id))?.enabledClients, ['c', 'b']);
      await connections.update(id, { enabledClients: [] });
      assert.deepEqual((await connections.find(id))?.enabledClients, []);
    });

    it('loses none of several changes at once', async () => {
      const { id } = await suite.newConnection();
      await Promise.all([
        suite.store.connections.update(id, { displayName: 'D' }),
        suite.store.connections.update(id, { enabledClients: ['a'] }),
        suite.store.connections.update(id, { realms: ['r'] }),
        suite.store.connections.update(id, { refusalPeriodMs: 400 }),
      ]);
      const after = await suite.store.connections.find(id);
      assert.deepEqual(
        [after?.displayName, after?.enabledClients, after?.realms, after?.refusalPeriodMs],
        ['D', ['a'], ['r'], 400],
      );
    });

    it('changes none that is not there', async () => {
      assert.equal(await suite.store.connections.update('con_nowhere', { displayName: 'D' }), undefined);
    });

    it('lists all by id', async () => {
      const made = [await suite.newConnection(), await suite.newConnection(), await suite.newConnection()];
      const ids = (await suite.store.connections.list()).map(({ id }) => id);
      assert.deepEqual(ids, ids.toSorted());
      for (const { id } of made) assert.ok(ids.includes(id));
    });

    it('goes with its users, their hashes and sessions, and its tombstones', async () => {
      const user = await suite.newUser({ email: 'gone@example.com' }, 'a hash');
      const { connectionId } = user;
      const other = await suite.newUser();
      const tombstone = sampleTombstone({ connectionId, email: 'dead@example.com' });
      const { connections, users, passwordHashes, tombstones } = suite.store;
      await tombstones.insert(tombstone);
      const name = (await connections.find(connectionId))?.name;
      await suite.fixture.addSession(user.userId);
      assert.equal(await connections.delete(connectionId), true);
      assert.equal(await connections.delete(connectionId), false);
      assert.equal(await connections.find(connectionId), undefined);
      assert.equal(await users.find(user.userId), undefined);
      assert.equal(await users.findByIdentifier(connectionId, 'gone@example.com'), undefined);
      assert.equal(await passwordHashes.find(user.userId), undefined);
      assert.equal(await suite.fixture.countSessions(user.userId), 0);
      assert.equal(await tombstones.find(tombstone.id), undefined);
      const { userId } = tombstone;
      assert.deepEqual(await tombstones.findAllOn(connectionId, { userId, keys: ['dead@example.com'] }), []);
      assert.deepEqual(await users.find(other.userId), other);
      assert.equal(await tombstones.retiredFrom(user.userId), name);
      assert.equal(await tombstones.retiredFrom(tombstone.userId), name);
      assert.equal(await tombstones.retiredFrom(other.userId), undefined);
    });
  });
}
