import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { AccountEvent, EventQuery, Events, RecordedEvent, SomeOfKind } from '../../accounts/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { newObjectId, timeOfObjectId } from '../../lib/object-id.ts';
import type { Db } from '../engines/engine.ts';
import { fromJson, toJson } from '../json-text.ts';
import { prepared } from '../prepared.ts';
import type { Scope } from '../scope.ts';
import type { EventRow, Tables } from '../tables.ts';
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

function matchingEvents(db: Db, asked: EventQuery) {
  const { userId, connectionId, connectionName, clientId, kinds, identifier, ip, from, before } = asked;
  return (
    db
      .selectFrom('events')
      .$if(userId !== undefined, (query) => query.where('user_id', '=', userId ?? ''))
      .$if(connectionId !== undefined, (query) => query.where('connection_id', '=', connectionId ?? ''))
      .$if(clientId !== undefined, (query) => query.where('client_id', '=', clientId ?? ''))
      .$if(kinds !== undefined, (query) => query.where((is) => isOfKinds(is, kinds ?? [])))
      .$if(connectionName !== undefined, (query) => query.where(says('connectionName', connectionName ?? '')))
      .$if(identifier !== undefined, (query) => query.where(says('identifier', identifier ?? '')))
      .$if(ip !== undefined, (query) => query.where(says('ip', ip ?? '')))
      // Ids are ordered by time and indexed.
      .$if(from !== undefined, (query) => query.where('id', '>=', timeOfObjectId(from ?? 0)))
      .$if(before !== undefined, (query) => query.where('id', '<', timeOfObjectId(before ?? 0)))
  );
}

type Condition = ExpressionBuilder<Tables, 'events'>;

function isOfKinds(is: Condition, kinds: readonly SomeOfKind[]): Expression<SqlBool> {
  const whole = kinds.filter((some) => typeof some === 'string');
  const parts = kinds.filter((some) => typeof some !== 'string').map((some) => isPartOf(is, some));
  return is.or([...(whole.length > 0 ? [is('kind', 'in', whole)] : []), ...parts]);
}

function isPartOf(is: Condition, some: Exclude<SomeOfKind, string>): Expression<SqlBool> {
  const isAmong = is.or(some.values.map((value) => says(some.fact, value)));
  return is.and([is('kind', '=', some.kind), some.is === 'among' ? isAmong : is.not(isAmong)]);
}

/**
 * Whether an event's JSON has this value under this name. It is looked for as text: a name in quotes that no backslash
 * stands before is a name and no part of a value. JSON functions would do for either engine, but PostgreSQL's give up at
 * an escaped NUL; both have `replace`, which heeds the case.
 */
function says(name: string, value: string | number | null): RawBuilder<SqlBool> {
  const pair = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
  return sql<SqlBool>`replace(event, ${pair}, '') <> event`;
}
