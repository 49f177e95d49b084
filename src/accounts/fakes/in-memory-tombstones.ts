import type { TombstoneQuery, Tombstones } from '../accounts-store.ts';
import { type IdentifierKey, identifierKey } from '../identifier.ts';
import type { Tombstone } from '../tombstone.ts';
import { compareTexts, type State, type StateAccess, stored } from './in-memory-state.ts';

/** The tombstones of the in-memory store. */
export function inMemoryTombstones({ read, write }: StateAccess): Tombstones {
  return {
    insert: (tombstone) =>
      write((state) => {
        if (!state.connections.has(tombstone.connectionId)) throw new Error('there is no such connection');
        if (state.tombstones.has(tombstone.id)) throw new Error('there is such a tombstone already');
        state.tombstones.set(tombstone.id, stored(tombstone));
      }),
    find: (id) => read((state) => state.tombstones.get(id)),
    findAllOn: (...on) => read((state) => tombstonesOn(state, ...on)),
    retiredFrom: (userId) => read((state) => state.retired.get(userId)),
    setState: (id, next) =>
      write((state) => {
        const tombstone = state.tombstones.get(id);
        if (tombstone !== undefined) state.tombstones.set(id, { ...tombstone, state: next });
        return tombstone !== undefined;
      }),
    remove: (id) => write((state) => state.tombstones.delete(id)),
    list: (query) =>
      read(({ tombstones }) => {
        const all = [...tombstones.values()].filter((each) => matches(each, query));
        all.sort((a, b) => compareTexts(a.id, b.id));
        return { tombstones: all.slice(query.offset, query.offset + query.limit), total: all.length };
      }),
  };
}

function tombstonesOn(
  { tombstones }: State,
  ...[connectionId, { userId, keys }]: Parameters<Tombstones['findAllOn']>
): readonly Tombstone[] {
  return [...tombstones.values()]
    .filter((each) => each.userId === userId || (each.connectionId === connectionId && isOn(each, keys)))
    .sort((a, b) => b.deletedAt - a.deletedAt || compareTexts(b.id, a.id));
}

function matches(each: Tombstone, { connectionId, userId, state, key }: TombstoneQuery): boolean {
  return (
    (connectionId === undefined || each.connectionId === connectionId) &&
    (userId === undefined || each.userId === userId) &&
    (state === undefined || each.state === state) &&
    (key === undefined || isOn(each, [key]))
  );
}

function isOn({ email, username }: Tombstone, keys: readonly IdentifierKey[]): boolean {
  return [email, username].some((name) => name !== null && keys.includes(identifierKey(name)));
}
