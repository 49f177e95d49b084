import type { AccountsStore } from './accounts-store.ts';
import type { EventContext } from './event.ts';
import type { SendLetter, StoredJob } from './jobs.ts';

export interface RecordGivenUpNeeds {
  readonly store: Pick<AccountsStore, 'connections' | 'events' | 'tickets'>;
}

/**
 * Leaves an event of a job that will not be done, however it came to that: somebody was promised a letter and will not
 * have it. It names the address and never the link.
 */
export async function recordGivenUp(
  { store }: RecordGivenUpNeeds,
  job: StoredJob,
  reason: string,
): Promise<void> {
  switch (job.kind) {
    case 'send-letter': {
      const { letter, userId, connectionId } = job.payload;
      const context = { ...(await connectionOf(store, connectionId)), userId };
      const identifier = await addressOf(store, letter);
      const facts = { kind: 'letter-not-delivered', letter: letter.kind, reason } as const;
      await store.events.record({ ...facts, ...context, identifier });
      return;
    }
    case 'password-change-request': {
      const { connectionId, clientId, source, email: identifier } = job.payload;
      const context = { ...(await connectionOf(store, connectionId)), source, clientId, identifier };
      await store.events.record({ kind: 'password-change-not-offered', reason, ...context });
      return;
    }
    case 'check-local-users':
      return; // promised to nobody
  }
}

async function connectionOf(
  { connections }: RecordGivenUpNeeds['store'],
  connectionId: string,
): Promise<Pick<EventContext, 'connectionId' | 'connectionName'>> {
  const connection = await connections.find(connectionId);
  return { connectionId, connectionName: connection?.name ?? null };
}

/** Null once the ticket has gone. */
async function addressOf(
  { tickets }: RecordGivenUpNeeds['store'],
  letter: SendLetter['letter'],
): Promise<string | null> {
  if (!('ticketId' in letter)) return letter.to;
  return (await tickets.find(letter.ticketId))?.email ?? null;
}
