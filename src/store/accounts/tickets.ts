import { identifierKey, type Ticket, type Tickets } from '../../accounts/index.ts';
import type { Db } from '../engines/engine.ts';
import { fromJson, toJson } from '../json-text.ts';
import type { Scope } from '../scope.ts';
import type { TicketRow } from '../tables.ts';
import { toFlag } from './user-row.ts';

/** The repository of tickets. */
export function createTickets(scope: Scope): Tickets {
  return {
    insert: (ticket) => scope.atomically((db) => insertTicket(db, scope.hasRowLocks, ticket)),
    find: (id) => scope.read((db) => findTicket(db, id)),
    findByDigest: (secretDigest, now) => scope.read((db) => findByDigest(db, secretDigest, now)),
    consume: (id, now) => scope.write((db) => consumeTicket(db, id, now)),
    voidAllOf: (holder) => scope.write((db) => voidAllOf(db, holder)),
    deleteExpired: (now, limit) => scope.write((db) => deleteExpired(db, now, limit)),
  };
}

async function insertTicket(db: Db, hasRowLocks: boolean, ticket: Ticket): Promise<boolean> {
  if (!(await isHolderThere(db, hasRowLocks, ticket))) return false;
  await db.insertInto('tickets').values(rowFromTicket(ticket)).execute();
  return true;
}

/** The foreign keys would say so too, but with an error, which ends a transaction of PostgreSQL. */
async function isHolderThere(
  db: Db,
  hasRowLocks: boolean,
  { connectionId, userId }: Ticket,
): Promise<boolean> {
  const connection = await db
    .selectFrom('connections')
    .select('id')
    .where('id', '=', connectionId)
    .$if(hasRowLocks, (query) => query.forKeyShare())
    .executeTakeFirst();
  if (connection === undefined || userId === null) return connection !== undefined;
  const user = await db
    .selectFrom('users')
    .select('user_id')
    .where('user_id', '=', userId)
    .where('connection_id', '=', connectionId)
    .$if(hasRowLocks, (query) => query.forKeyShare())
    .executeTakeFirst();
  return user !== undefined;
}

async function findTicket(db: Db, id: string): Promise<Ticket | undefined> {
  const row = await db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirst();
  return row && ticketFromRow(row);
}

async function findByDigest(db: Db, secretDigest: string, now: number): Promise<Ticket | undefined> {
  const row = await db
    .selectFrom('tickets')
    .selectAll()
    .where('secret_digest', '=', secretDigest)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row && ticketFromRow(row);
}

/** Whoever comes second waits for the first one's transaction, and finds the row gone, or there again. */
async function consumeTicket(db: Db, id: string, now: number): Promise<Ticket | undefined> {
  const row = await db
    .deleteFrom('tickets')
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  return row && ticketFromRow(row);
}

async function voidAllOf(db: Db, holder: Parameters<Tickets['voidAllOf']>[0]): Promise<void> {
  const voided = db.deleteFrom('tickets');
  const those =
    'userId' in holder
      ? voided.where('user_id', '=', holder.userId)
      : voided
          .where('connection_id', '=', holder.connectionId)
          .where('email_key', '=', identifierKey(holder.email));
  await those.execute();
}

async function deleteExpired(db: Db, now: number, limit: number): Promise<number> {
  const expired = await db
    .deleteFrom('tickets')
    .where('id', 'in', (select) =>
      select.selectFrom('tickets').select('id').where('expires_at', '<=', now).limit(limit),
    )
    .executeTakeFirst();
  return Number(expired.numDeletedRows);
}

function ticketFromRow(row: TicketRow): Ticket {
  return {
    id: row.id,
    purpose: row.purpose,
    secretDigest: row.secret_digest,
    connectionId: row.connection_id,
    userId: row.user_id,
    email: row.email,
    credentialVersion: row.credential_version,
    clientId: row.client_id,
    resultUrl: row.result_url,
    markEmailVerified: row.mark_email_verified === 1,
    languages: fromJson(row.languages),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

function rowFromTicket(ticket: Ticket): TicketRow {
  return {
    id: ticket.id,
    purpose: ticket.purpose,
    secret_digest: ticket.secretDigest,
    connection_id: ticket.connectionId,
    user_id: ticket.userId,
    email: ticket.email,
    email_key: identifierKey(ticket.email),
    credential_version: ticket.credentialVersion,
    client_id: ticket.clientId,
    result_url: ticket.resultUrl,
    mark_email_verified: toFlag(ticket.markEmailVerified),
    languages: toJson(ticket.languages),
    created_at: ticket.createdAt,
    expires_at: ticket.expiresAt,
  };
}
