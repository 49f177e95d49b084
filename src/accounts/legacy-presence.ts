import type { AccountsRepositories } from './accounts-store.ts';
import type { Connection } from './connection.ts';
import { type AccountEvent, type EventContext, legacyFacts } from './event.ts';
import { isEmailShaped } from './identifier.ts';
import type { LegacyAnswer, LegacyDirectory } from './legacy-directory.ts';
import { legacySubject } from './resolve-legacy.ts';

/** Whether the legacy system has somebody under an identifier, for whoever wants to take that identifier here. */
export type LegacyPresence =
  | { readonly presence: 'absent' }
  /** Found, whatever became of that user here: moved, deleted, in conflict or still to migrate. */
  | { readonly presence: 'exists' }
  | { readonly presence: 'unavailable'; readonly retryAfterSeconds: number }
  | { readonly presence: 'fault' };

export interface LegacyPresenceNeeds {
  readonly legacy: Pick<LegacyDirectory, 'find'>;
  readonly store: { readonly events: Pick<AccountsRepositories['events'], 'record'> };
}

/**
 * Asks the Get User script whether an identifier is taken (F9, F10). A refusal by the script counts as taken: it knows
 * the user and will not have it. An outage or a script's fault leaves an event for the operator.
 *
 * @param context on whose behalf, or about whom, for that event
 * @param except the `user_id` of somebody who may be found: an identifier that is one's own is free
 */
export async function existsInLegacy(
  { legacy, store }: LegacyPresenceNeeds,
  connection: Connection,
  identifier: string,
  context: Partial<EventContext>,
  except?: string,
): Promise<LegacyPresence> {
  const answer = await legacy.find(connection, identifier);
  const event = troubleEvent(answer);
  if (event !== undefined) {
    const { id: connectionId, name: connectionName } = connection;
    await store.events.record({
      ...event,
      ...(isEmailShaped(identifier) && { identifier }), // people type passwords where a name is asked for (S15)
      ...context,
      connectionId,
      connectionName,
    });
  }
  switch (answer.answer) {
    case 'profile':
      return { presence: legacySubject(connection, answer.profile) === except ? 'absent' : 'exists' };
    case 'refused':
      return { presence: 'exists' };
    case 'unavailable':
      return { presence: 'unavailable', retryAfterSeconds: answer.retryAfterSeconds };
    case 'absent':
    case 'fault':
      return { presence: answer.answer };
  }
}

function troubleEvent(answer: LegacyAnswer): AccountEvent | undefined {
  const legacy = legacyFacts(answer);
  if (answer.answer === 'unavailable') {
    return { kind: 'legacy-unavailable', reason: answer.reason, legacy };
  }
  if (answer.answer === 'fault') {
    return { kind: 'script-fault', script: answer.script, reason: answer.reason, legacy };
  }
  return undefined;
}
