import { keyedDigest } from '../lib/keyed-digest.ts';
import type { Connection } from './connection.ts';
import type { EventContext, Source } from './event.ts';
import { isEmailShaped } from './identifier.ts';
import type { User } from './user.ts';

/**
 * What an event of a login says about who tried. An identifier without `@` that belongs to nobody is kept as a keyed
 * digest: people type passwords into that field (S15).
 */
export function contextOf(
  digestKey: Uint8Array,
  attempt: {
    readonly connection: Connection;
    readonly clientId: string;
    readonly identifier: string;
    readonly source: Source;
  },
  user: User | null,
): EventContext {
  const { connection, clientId, identifier, source } = attempt;
  return {
    source,
    clientId,
    connectionId: connection.id,
    connectionName: connection.name,
    userId: user?.userId ?? null,
    identifier: tellableIdentifier(digestKey, identifier, user !== null),
  };
}

/** An identifier as an event may hold it. */
export function tellableIdentifier(digestKey: Uint8Array, identifier: string, isSomebodys: boolean): string {
  return isSomebodys || isEmailShaped(identifier)
    ? identifier.trim().slice(0, mostCharacters)
    : `digest:${keyedDigest(digestKey, identifier)}`;
}

const mostCharacters = 254; // no acceptable identifier is longer
