import type { AccountEvent, EventQuery, Events, RecordedEvent } from '../../accounts/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { newObjectId } from '../../lib/object-id.ts';
import type { Db } from '../engines/engine.ts';
import { fromJson, toJson } from '../json-text.ts';
import { prepared } from '../prepared.ts';
import type { Scope } from '../scope.ts';
import type { EventRow } from '../tables.ts';
import { countEvent, isCounted } from './statistics.ts';

/** The repository of events. */
export function createEvents(scope: Scope, clock: Clock): Events {
  return {
    record: async (event) => {
      const recorded = asRecorded(event, clock.now());
      await (isCounted(recorded)
        ? scope.atomically((db) => insertAndCount(db, recorded))
        : scope.write((db) => insertEvent(db, rowFromEvent(recorded))));
      scope.announce(recorded);
      return recorded;
    },
    find: (id) => scope.read((db) => findEvent(db, id)),
    list: (query) => scope.read((db) => listEvents(db, query)),
  };
}

const insertEvent = prepared<EventRow, unknown>((db, gap) =>
  db.insertInto('events').values({
    id: gap('id'),
    at: gap('at'),
    kind: gap('kind'),
    user_id: gap('user_id'),
    connection_id: gap('connection_id'),
    client_id: gap('client_id'),
    event: gap('event'),
  }),
);

async function insertAndCount(db: Db, event: RecordedEvent): Promise<void> {
  await insertEvent(db, rowFromEvent(event));
  await countEvent(db, event);
}

function asRecorded(event: AccountEvent, at: number): RecordedEvent {
  return {
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
}

function rowFromEvent(event: RecordedEvent): EventRow {
  return {
    id: event.id,
    at: event.at,
    kind: event.kind,
    user_id: event.userId,
    connection_id: event.connectionId,
    client_id: event.clientId,
    event: toJson(event),
  };
}

async function findEvent(db: Db, id: string): Promise<RecordedEvent | undefined> {
  const row = await db.selectFrom('events').select('event').where('id', '=', id).executeTakeFirst();
  return row && fromJson(row.event);
}

async function listEvents(
  db: Db,
  query: EventQuery,
): Promise<{ events: readonly RecordedEvent[]; total?: number }> {
  // An empty list of kinds matches nothing, and `in ()` is not SQL everywhere.
  if (query.kinds?.length === 0) return query.withTotal ? { events: [], total: 0 } : { events: [] };
  const matching = matchingEvents(db, query);
  const rows = await matching
    .select('event')
    .$if(query.afterId !== undefined, (events) => events.where('id', '>', query.afterId ?? ''))
    .orderBy('id', query.afterId === undefined ? query.direction : 'asc')
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  const events = rows.map((row) => fromJson(row.event));
  if (!query.withTotal) return { events };
  const { total } = await matching
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { events, total };
}

function matchingEvents(db: Db, { userId, connectionId, clientId, kinds }: EventQuery) {
  return db
    .selectFrom('events')
    .$if(userId !== undefined, (query) => query.where('user_id', '=', userId ?? ''))
    .$if(connectionId !== undefined, (query) => query.where('connection_id', '=', connectionId ?? ''))
    .$if(clientId !== undefined, (query) => query.where('client_id', '=', clientId ?? ''))
    .$if(kinds !== undefined, (query) => query.where('kind', 'in', kinds ?? []));
}
