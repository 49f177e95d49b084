import type { Clock } from '../lib/clock.ts';
import type { AccountsRepositories, AccountsStore } from './accounts-store.ts';
import { type Connection, isMigrationActive } from './connection.ts';
import { type AccountEvent, legacyFacts } from './event.ts';
import { identifierKey } from './identifier.ts';
import type { JobOutcome, JobSoFar, StoredJob } from './jobs.ts';
import type { LegacyAnswer, LegacyDirectory } from './legacy-directory.ts';
import { letterJob } from './letter-job.ts';
import {
  holderHere,
  holderInLegacy,
  newTicket,
  type TicketHolder,
  type TicketNeeds,
  ticketLifetimesMs,
} from './new-ticket.ts';
import { eventOfNobody, resolveForPasswordChange } from './resolve-for-password-change.ts';
import type { Throttles } from './throttles.ts';
import type { User } from './user.ts';

export interface AnswerPasswordChangeRequestNeeds extends TicketNeeds {
  readonly store: AccountsStore;
  readonly legacy: Pick<LegacyDirectory, 'find'>;
  readonly throttles: Pick<Throttles, 'letters'>;
  readonly clock: Clock;
}

/** A request, and what was found out about it before the transaction that answers it. */
interface Request {
  readonly job: Extract<StoredJob, { kind: 'password-change-request' }>;
  readonly soFar: JobSoFar;
  readonly connection: Connection;
  /** When it was looked for. */
  readonly lookedAt: number;
  /** `undefined` where the legacy system was not asked. */
  readonly legacy: LegacyAnswer | undefined;
}

interface Answered {
  readonly offered: boolean;
  readonly outcome: JobOutcome;
}

// Whoever waits for a mail has given up by then, or asked again.
const stillWantedMs = 2 * 60 * 60_000;

const legacyIsAway = 'the legacy user store is unavailable';
const scriptFailed = 'the Get User script failed';

/**
 * Finds out whether somebody is behind the address of a request for a password change, and if so writes the ticket and the
 * job of its letter. The letter goes to the address that the user here has, or that the legacy profile has (S2); either
 * is the one asked for, and so many letters go to it and no more. The ticket has the job's id: done twice, it is there
 * once.
 */
export async function answerPasswordChangeRequest(
  needs: AnswerPasswordChangeRequestNeeds,
  job: Request['job'],
  soFar: JobSoFar,
): Promise<JobOutcome> {
  const { connectionId, email } = job.payload;
  const lookedAt = needs.clock.now();
  if (lookedAt - job.createdAt > stillWantedMs) return { never: 'nobody waits for it any more' };
  const connection = await needs.store.connections.find(connectionId);
  if (connection === undefined) return { never: 'the connection was deleted' };
  const legacy = await askLegacy(needs, connection, email);
  const request = { job, soFar, connection, lookedAt, legacy };
  const place = await needs.throttles.letters.take({ purpose: 'password-change', connectionId, email });
  if (!place.admitted) {
    const { limit, isNews } = place;
    const event = { kind: 'letter-withheld', letter: 'password-change', limit } as const;
    if (isNews) await record(needs.store, request, event);
    return { done: true };
  }
  const { offered, outcome } = await needs.store.transact((tx) => answer(needs, tx, request));
  if (!offered) await place.giveBack();
  return outcome;
}

async function askLegacy(
  { store, legacy }: AnswerPasswordChangeRequestNeeds,
  connection: Connection,
  email: string,
): Promise<LegacyAnswer | undefined> {
  if (!isMigrationActive(connection)) return undefined;
  const user = await store.users.findByIdentifier(connection.id, identifierKey(email));
  return user === undefined ? legacy.find(connection, email) : undefined;
}

/** Decides by what is there when the ticket is written: a login in between has made a user whom the ticket must name. */
async function answer(
  needs: AnswerPasswordChangeRequestNeeds,
  tx: AccountsRepositories,
  request: Request,
): Promise<Answered> {
  const { job, connection, legacy } = request;
  const { email } = job.payload;
  const user = await tx.users.findByIdentifier(connection.id, identifierKey(email));
  if (user !== undefined) return offerToUser(needs, tx, request, user);
  if (legacy === undefined) return notOffered(tx, request, notOfferedBecause('unknown'));
  const holder = await resolveForPasswordChange(tx, connection, email, legacy);
  if (holder.is === 'legacy-user')
    return offer(needs, tx, request, holderInLegacy(connection.id, holder.email));
  if (holder.is === 'user') return offerToUser(needs, tx, request, holder.user);
  const event = eventOfNobody(holder, legacyFacts(legacy));
  switch (holder.is) {
    case 'nobody':
      return notOffered(tx, request, event);
    case 'unavailable':
      return untilUnwanted(tx, request, legacyIsAway, event);
    case 'fault':
      // Some scripts hide that the legacy system is away behind an error of their own.
      return untilUnwanted(tx, request, scriptFailed, event);
  }
}

/** The answer is to be looked for again. Why is told once, not at every attempt. */
async function untilUnwanted(
  tx: AccountsRepositories,
  request: Request,
  again: string,
  event: AccountEvent,
): Promise<Answered> {
  if (request.soFar.lastReason !== again) await record(tx, request, event);
  return { offered: false, outcome: { again, until: request.job.createdAt + stillWantedMs } };
}

async function offerToUser(
  needs: AnswerPasswordChangeRequestNeeds,
  tx: AccountsRepositories,
  request: Request,
  user: User,
): Promise<Answered> {
  if (user.email === null || identifierKey(user.email) !== identifierKey(request.job.payload.email)) {
    return notOffered(tx, request, notOfferedBecause('no-address')); // a username was typed
  }
  return offer(needs, tx, request, holderHere(user, user.email));
}

async function offer(
  needs: AnswerPasswordChangeRequestNeeds,
  tx: AccountsRepositories,
  request: Request,
  holder: TicketHolder,
): Promise<Answered> {
  const { id, payload } = request.job;
  const { clientId, languages, resultUrl } = payload;
  const ticket = newTicket(needs, {
    ...holder,
    id,
    // A login that began meanwhile comes after it, also where it is not to be seen yet.
    createdAt: request.lookedAt,
    purpose: 'password-change',
    clientId,
    languages,
    resultUrl,
    markEmailVerified: true, // who opens the link reads that mailbox
    lifetimeMs: ticketLifetimesMs['password-change'],
  });
  const nothingNew = { offered: false, outcome: { done: true } } as const;
  if ((await tx.tickets.find(id)) !== undefined) return nothingNew;
  if (!(await tx.tickets.insert(ticket))) return nothingNew; // the user or the connection went meanwhile
  await tx.jobs.add(letterJob(ticket));
  await record(tx, request, { kind: 'password-change-requested', userId: holder.userId });
  return { offered: true, outcome: { done: true } };
}

async function notOffered(
  tx: AccountsRepositories,
  request: Request,
  event: AccountEvent,
): Promise<Answered> {
  await record(tx, request, event);
  return { offered: false, outcome: { done: true } };
}

function notOfferedBecause(reason: string): AccountEvent {
  return { kind: 'password-change-not-offered', reason };
}

async function record(
  { events }: Pick<AccountsRepositories, 'events'>,
  { job, connection }: Request,
  event: AccountEvent,
): Promise<void> {
  const { email: identifier, clientId, source } = job.payload;
  const { id: connectionId, name: connectionName } = connection;
  await events.record({ source, clientId, connectionId, connectionName, identifier, ...event });
}
