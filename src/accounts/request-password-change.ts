import type { AccountsStore } from './accounts-store.ts';
import type { Connection } from './connection.ts';
import type { Source } from './event.ts';
import { identifierKey, isLooseEmail } from './identifier.ts';
import type { NoPlace } from './throttle.ts';
import type { Throttles } from './throttles.ts';

export interface RequestPasswordChangeNeeds {
  readonly store: Pick<AccountsStore, 'jobs' | 'events'>;
  readonly throttles: Pick<Throttles, 'letterRequests'>;
}

export interface PasswordChangeWish {
  readonly connection: Connection;
  readonly clientId: string | null;
  /** As typed. */
  readonly email: string;
  readonly source: Source;
  /** BCP 47 tags, the most wanted first. */
  readonly languages: readonly string[];
}

/**
 * Takes a request for a password change. It looks nobody up: whether somebody is behind the address, here or in the legacy
 * system, is found out by a durable job, so that neither answer nor clock can tell (S2). Requests are counted by where
 * they come from, and what is over that limit is dropped, answered alike, and told to the operator; letters are counted
 * by the job that makes them.
 */
export async function requestPasswordChange(
  { store, throttles }: RequestPasswordChangeNeeds,
  wish: PasswordChangeWish,
): Promise<void> {
  const { connection, clientId, email, source, languages } = wish;
  if (!isLooseEmail(email)) return;
  const place = await throttles.letterRequests.take(source);
  if (!place.admitted) return tellOnce(store, wish, place);
  await store.jobs.add({
    kind: 'password-change-request',
    dedupeKey: `${connection.id} ${identifierKey(email)}`, // asked again during an outage, it is one mail
    payload: {
      connectionId: connection.id,
      email: email.trim(),
      clientId,
      languages,
      resultUrl: null,
      source,
    },
  });
}

async function tellOnce(
  { events }: RequestPasswordChangeNeeds['store'],
  { connection, clientId, email, source }: PasswordChangeWish,
  { limit, isNews }: NoPlace,
): Promise<void> {
  if (!isNews) return;
  const { id: connectionId, name: connectionName } = connection;
  const context = { source, clientId, connectionId, connectionName, identifier: email.trim() };
  await events.record({ kind: 'letter-withheld', letter: 'password-change', limit, ...context });
}
