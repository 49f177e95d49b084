import type { Clock } from '../lib/clock.ts';
import type { AccountsStore } from './accounts-store.ts';
import { type Connection, isMigrationActive } from './connection.ts';
import { type AccountEvent, type EventContext, type LegacyCallFacts, legacyFacts } from './event.ts';
import { identifierKey } from './identifier.ts';
import type { JobOutcome, StoredJob } from './jobs.ts';
import type { LegacyDirectory } from './legacy-directory.ts';
import { letterJob } from './letter-job.ts';
import {
  holderHere,
  holderInLegacy,
  newTicket,
  type TicketHolder,
  type TicketNeeds,
  ticketLifetimesMs,
} from './new-ticket.ts';
import { resolveForPasswordChange } from './resolve-for-password-change.ts';
import type { User } from './user.ts';

export interface AnswerPasswordChangeRequestNeeds extends TicketNeeds {
  readonly store: AccountsStore;
  readonly legacy: Pick<LegacyDirectory, 'find'>;
  readonly clock: Clock;
}

type Request = Extract<StoredJob, { kind: 'password-change-request' }>;

// Whoever waits for a mail has given up by then, or asked again.
const stillWantedMs = 2 * 60 * 60_000;

/**
 * Finds out whether somebody is behind the address of a request for a password change, and if so writes the ticket and the
 * job of its letter. The letter goes to the address that the user here has, or that the legacy profile has (S2). The
 * ticket has the job's id: done twice, it is there once.
 */
export async function answerPasswordChangeRequest(
  needs: AnswerPasswordChangeRequestNeeds,
  job: Request,
): Promise<JobOutcome> {
  const { connectionId, email } = job.payload;
  if (needs.clock.now() - job.createdAt > stillWantedMs) return { never: 'nobody waits for it any more' };
  const connection = await needs.store.connections.find(connectionId);
  if (connection === undefined) return { never: 'the connection was deleted' };
  const user = await needs.store.users.findByIdentifier(connectionId, identifierKey(email));
  if (user !== undefined) return offerToUser(needs, job, connection, user);
  if (!isMigrationActive(connection)) return notOffered(needs, job, connection, { reason: 'unknown' });
  return askLegacy(needs, job, connection);
}

async function offerToUser(
  needs: AnswerPasswordChangeRequestNeeds,
  job: Request,
  connection: Connection,
  user: User,
): Promise<JobOutcome> {
  if (user.email === null || identifierKey(user.email) !== identifierKey(job.payload.email)) {
    return notOffered(needs, job, connection, { reason: 'no-address' }); // a username was typed
  }
  return offer(needs, job, connection, holderHere(user, user.email));
}

async function askLegacy(
  needs: AnswerPasswordChangeRequestNeeds,
  job: Request,
  connection: Connection,
): Promise<JobOutcome> {
  const { email } = job.payload;
  const answer = await needs.legacy.find(connection, email);
  const legacy = legacyFacts(answer);
  const holder = await needs.store.transact((tx) => resolveForPasswordChange(tx, connection, email, answer));
  switch (holder.is) {
    case 'legacy-user':
      return offer(needs, job, connection, holderInLegacy(connection.id, holder.email));
    case 'user':
      return offerToUser(needs, job, connection, holder.user);
    case 'nobody':
      return notOffered(needs, job, connection, { reason: holder.advice ?? holder.why, legacy });
    case 'unavailable':
      await record(needs, job, connection, { kind: 'legacy-unavailable', reason: holder.reason, legacy });
      return { again: 'the legacy user store is unavailable' };
    case 'fault': {
      const { script, reason } = holder;
      await record(needs, job, connection, { kind: 'script-fault', script, reason, legacy });
      return { never: 'the Get User script failed' };
    }
  }
}

async function offer(
  needs: AnswerPasswordChangeRequestNeeds,
  { id, payload }: Request,
  connection: Connection,
  holder: TicketHolder,
): Promise<JobOutcome> {
  const { clientId, languages, resultUrl } = payload;
  const ticket = newTicket(needs, {
    ...holder,
    id,
    purpose: 'password-change',
    clientId,
    languages,
    resultUrl,
    markEmailVerified: true, // who opens the link reads that mailbox
    lifetimeMs: ticketLifetimesMs['password-change'],
  });
  await needs.store.transact(async (tx) => {
    if ((await tx.tickets.find(id)) !== undefined) return;
    if (!(await tx.tickets.insert(ticket))) return; // the user or the connection went meanwhile
    await tx.jobs.add(letterJob(ticket));
    await tx.events.record({
      ...contextOf(payload, connection),
      userId: holder.userId,
      kind: 'password-change-requested',
    });
  });
  return { done: true };
}

async function notOffered(
  needs: AnswerPasswordChangeRequestNeeds,
  job: Request,
  connection: Connection,
  why: { readonly reason: string; readonly legacy?: LegacyCallFacts },
): Promise<JobOutcome> {
  await record(needs, job, connection, { kind: 'password-change-not-offered', ...why });
  return { done: true };
}

async function record(
  { store }: AnswerPasswordChangeRequestNeeds,
  { payload }: Request,
  connection: Connection,
  event: AccountEvent,
): Promise<void> {
  await store.events.record({ ...contextOf(payload, connection), ...event });
}

function contextOf(
  { email, clientId, source }: Request['payload'],
  connection: Connection,
): Partial<EventContext> {
  const { id: connectionId, name: connectionName } = connection;
  return { source, clientId, connectionId, connectionName, identifier: email };
}
