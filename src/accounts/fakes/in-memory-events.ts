import type { Clock } from '../../lib/clock.ts';
import { newObjectId } from '../../lib/object-id.ts';
import type { EventQuery, Events } from '../accounts-store.ts';
import type { RecordedEvent } from '../event.ts';
import { type StateAccess, stored } from './in-memory-state.ts';

/** The events of the in-memory store. */
export function inMemoryEvents(
  { read, write }: StateAccess,
  clock: Clock,
  announce: (event: RecordedEvent) => void,
): Events {
  return {
    record: async (event) => {
      const at = clock.now();
      const recorded: RecordedEvent = {
        source: { ip: null, userAgent: null },
        clientId: null,
        connectionId: null,
        connectionName: null,
        userId: null,
        identifier: null,
        ...event,
        id: newObjectId(at),
        at,
      };
      await write((state) => {
        state.events.set(recorded.id, stored(recorded));
      });
      announce(recorded);
      return recorded;
    },
    find: (id) => read((state) => state.events.get(id)),
    list: (query) =>
      read((state) => {
        const matching = [...state.events.values()].filter((event) => matches(event, query));
        const events = inOrder(matching, query).slice(query.offset, query.offset + query.limit);
        return query.withTotal ? { events, total: matching.length } : { events };
      }),
  };
}

function matches(event: RecordedEvent, { userId, kinds, connectionId, clientId }: EventQuery): boolean {
  return (
    (userId === undefined || event.userId === userId) &&
    (kinds === undefined || kinds.includes(event.kind)) &&
    (connectionId === undefined || event.connectionId === connectionId) &&
    (clientId === undefined || event.clientId === clientId)
  );
}

/** Ids are ordered by time. */
function inOrder(
  events: readonly RecordedEvent[],
  { afterId, direction }: EventQuery,
): readonly RecordedEvent[] {
  const oldestFirst = events.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (afterId !== undefined) return oldestFirst.filter(({ id }) => id > afterId);
  return direction === 'asc' ? oldestFirst : oldestFirst.reverse();
}
