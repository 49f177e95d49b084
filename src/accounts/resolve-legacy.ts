import type { AccountsRepositories } from './accounts-store.ts';
import type { Connection } from './connection.ts';
import type { LegacyTrouble } from './event.ts';
import { identifierKey } from './identifier.ts';
import type { LegacyAnswer } from './legacy-directory.ts';
import { maxIdCharacters, type Profile } from './profile.ts';
import { isStanding, type Tombstone } from './tombstone.ts';
import { idWithinConnection, subjectFor, type User } from './user.ts';

/** What a legacy answer means for us. */
export type LegacyResolution =
  | Exclude<LegacyAnswer, { answer: 'profile' }>
  /** Nobody here has the legacy user's id, email or username: it may be created. */
  | (Migratable & { readonly answer: 'migratable' })
  /** The same, but not with its old password: one had been set here in an earlier life (S7). */
  | (Migratable & { readonly answer: 'new-password-required'; readonly advice: string })
  /** It was migrated already, and is who the legacy says. */
  | { readonly answer: 'present'; readonly user: User }
  | LegacyTroubleFound;

export interface Migratable {
  readonly userId: string;
  readonly profile: Profile;
  /** What is left of earlier lives here; it goes when the user comes back, blocked if one of them was (S18). */
  readonly lifted: readonly Tombstone[];
}

/** It may not be followed; the advice tells the operator what to do. */
export interface LegacyTroubleFound {
  readonly answer: Exclude<LegacyTrouble, 'new-password-required'>;
  readonly userId: string;
  readonly advice: string;
}

/**
 * Decides what the legacy system's word means, in one place for every flow. Run it inside the transaction that creates
 * the user: what it reads is then what the write meets (S7).
 */
export async function resolveLegacy(
  store: Pick<AccountsRepositories, 'users' | 'tombstones'>,
  connection: Connection,
  answer: LegacyAnswer,
): Promise<LegacyResolution> {
  if (answer.answer !== 'profile') return answer;
  const { profile } = answer;
  const userId = legacySubject(connection, profile);
  if (idWithinConnection(userId).length > maxIdCharacters) return longId(userId);
  const holder = await store.users.find(userId);
  if (holder !== undefined) return resolveHolder(connection, holder, profile);
  const retiredFrom = await store.tombstones.retiredFrom(userId);
  if (retiredFrom !== undefined && retiredFrom !== connection.name) return idClash(userId);
  const keys = profileKeys(profile);
  const tombstones = await store.tombstones.findAllOn(connection.id, { userId, keys });
  if (tombstones.some(({ connectionId }) => connectionId !== connection.id)) return idClash(userId);
  const standing = tombstones.find(isStanding);
  if (standing !== undefined) return buried(userId, standing);
  for (const key of keys) {
    const other = await store.users.findByIdentifier(connection.id, key);
    // Another login has committed this very user since we looked for its id.
    if (other?.userId === userId) return resolveHolder(connection, other, profile);
    if (other !== undefined) return identifierClash(userId, other);
  }
  const isPasswordGone = tombstones.some(({ passwordSetHere }) => passwordSetHere);
  return {
    ...(isPasswordGone ? newPasswordRequired : { answer: 'migratable' }),
    userId,
    profile,
    lifted: tombstones,
  };
}

/** The `user_id` of a legacy user: the connection's prefix keeps two legacy stores that count from one apart (S8). */
export function legacySubject({ options }: Pick<Connection, 'options'>, { id }: Pick<Profile, 'id'>): string {
  return id === subjectFor(id) ? id : subjectFor(options.legacyIdPrefix + id);
}

function profileKeys({ email, username }: Profile): readonly string[] {
  return [email, username].filter((each) => each !== null).map(identifierKey);
}

/** The profile's email and username are compared, never the typed ones: an alias typed at the login page is nobody's. */
function resolveHolder(connection: Connection, holder: User, profile: Profile): LegacyResolution {
  if (holder.connectionId !== connection.id) return idClash(holder.userId);
  const same = isSame(profile.email, holder.email) && isSame(profile.username, holder.username);
  if (same) return { answer: 'present', user: holder };
  return {
    answer: 'moved',
    userId: holder.userId,
    advice:
      'The user was migrated and has since changed email or username here; the old one no longer logs in.',
  };
}

function isSame(theirs: string | null, ours: string | null): boolean {
  return theirs === null || (ours !== null && identifierKey(theirs) === identifierKey(ours));
}

function idClash(userId: string): LegacyTroubleFound {
  return {
    answer: 'conflict',
    userId,
    advice:
      'Another connection holds this user_id, or held it until it was deleted. Set options.segue.legacy_id_prefix on this connection, so that the ids of two legacy systems cannot meet.',
  };
}

function identifierClash(userId: string, other: User): LegacyTroubleFound {
  return {
    answer: 'conflict',
    userId,
    advice: `The legacy user's email or username belongs to ${other.userId} here. Change or delete one of the two.`,
  };
}

function longId(userId: string): LegacyTroubleFound {
  return {
    answer: 'conflict',
    userId,
    advice: `The legacy id with options.segue.legacy_id_prefix before it is longer than ${maxIdCharacters} characters. Set a shorter prefix, or have the scripts return shorter ids.`,
  };
}

const newPasswordRequired = {
  answer: 'new-password-required',
  advice: 'The user had set a password here before being deleted, and must set a new one to come back.',
} as const;

function buried(userId: string, { id }: Tombstone): LegacyTroubleFound {
  return {
    answer: 'tombstoned',
    userId,
    advice: `The user was deleted here. To let it migrate again: DELETE /api/v2/segue/tombstones/${id}`,
  };
}
