import type { Clock } from '../../lib/clock.ts';
import { newObjectId, timeOfObjectId } from '../../lib/object-id.ts';
import type { EventQuery, Events, SomeOfKind } from '../accounts-store.ts';
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

function matches(event: RecordedEvent, query: EventQuery): boolean {
  const { userId, kinds, connectionId, connectionName, clientId, identifier, ip, from, before } = query;
  return (
    (userId === undefined || event.userId === userId) &&
    (kinds === undefined || kinds.some((some) => isOfKind(event, some))) &&
    (connectionId === undefined || event.connectionId === connectionId) &&
    (connectionName === undefined || event.connectionName === connectionName) &&
    (clientId === undefined || event.clientId === clientId) &&
    (identifier === undefined || event.identifier === identifier) &&
    (ip === undefined || event.source.ip === ip) &&
    (from === undefined || event.id >= timeOfObjectId(from)) &&
    (before === undefined || event.id < timeOfObjectId(before))
  );
}

function isOfKind(event: RecordedEvent, some: SomeOfKind): boolean {
  if (typeof some === 'string') return event.kind === some;
  const fact = new Map<string, unknown>(Object.entries(event)).get(some.fact);
  const isAmong = some.values.some((value) => value === fact);
  return event.kind === some.kind && isAmong === (some.is === 'among');
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
