import type { Connections } from '../accounts-store.ts';
import type { Connection } from '../connection.ts';
import {
  compareTexts,
  removeTickets,
  removeUser,
  type State,
  type StateAccess,
  stored,
} from './in-memory-state.ts';

/** The connections of the in-memory store. */
export function inMemoryConnections({ read, write }: StateAccess): Connections {
  return {
    find: (id) => read((state) => state.connections.get(id)),
    findToChange: (id) => read((state) => state.connections.get(id)),
    findByName: (name) =>
      read((state) => [...state.connections.values()].find((connection) => connection.name === name)),
    findForClient: (clientId, realm) =>
      read((state) =>
        byId(state).find(
          ({ enabledClients, name, realms }) =>
            enabledClients.includes(clientId) && (name === realm || realms.includes(realm)),
        ),
      ),
    insert: (connection) =>
      write((state) => {
        if (state.connections.has(connection.id)) throw new Error('there is such a connection already');
        if ([...state.connections.values()].some(({ name }) => name === connection.name)) return false;
        state.connections.set(connection.id, storedConnection(connection));
        return true;
      }),
    update: (id, changes) =>
      write((state) => {
        const before = state.connections.get(id);
        if (before === undefined) return undefined;
        const connection = storedConnection({ ...before, ...changes });
        state.connections.set(id, connection);
        return connection;
      }),
    delete: (id) =>
      write((state) => {
        retireSubjects(state, id);
        for (const user of state.users.values()) if (user.connectionId === id) removeUser(state, user.userId);
        for (const tombstone of state.tombstones.values())
          if (tombstone.connectionId === id) state.tombstones.delete(tombstone.id);
        removeTickets(state, ({ connectionId }) => connectionId === id);
        return state.connections.delete(id);
      }),
    list: () => read(byId),
  };
}

function byId({ connections }: State): readonly Connection[] {
  return [...connections.values()].sort((a, b) => compareTexts(a.id, b.id));
}

function retireSubjects({ connections, users, tombstones, retired }: State, id: string): void {
  const name = connections.get(id)?.name;
  if (name === undefined) return;
  for (const { connectionId, userId } of [...users.values(), ...tombstones.values()]) {
    if (connectionId === id && !retired.has(userId)) retired.set(userId, name);
  }
}

function storedConnection(connection: Connection): Connection {
  return stored({ ...connection, enabledClients: [...new Set(connection.enabledClients)] });
}
