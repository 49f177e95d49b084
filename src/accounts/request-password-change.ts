import type { AccountsStore } from './accounts-store.ts';
import type { Connection } from './connection.ts';
import type { Source } from './event.ts';
import { identifierKey, isLooseEmail } from './identifier.ts';
import type { Throttle } from './throttle.ts';

export interface RequestPasswordChangeNeeds {
  readonly store: Pick<AccountsStore, 'jobs'>;
  readonly mails: Throttle;
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
 * system, is found out by a durable job, so that neither answer nor clock can tell (S2). What is over the limits is
 * dropped, and answered alike.
 */
export async function requestPasswordChange(
  { store, mails }: RequestPasswordChangeNeeds,
  { connection, clientId, email, source, languages }: PasswordChangeWish,
): Promise<void> {
  if (!isLooseEmail(email)) return;
  const admission = await mails.admit({ connection, identifier: email, source });
  if (!admission.admitted) return;
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
