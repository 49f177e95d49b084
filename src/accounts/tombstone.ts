import { newObjectId } from '../lib/object-id.ts';
import type { User } from './user.ts';

/** The trace of a deleted user: while it stands, the legacy user behind it is not migrated again. */
export interface Tombstone {
  /** 24 hexadecimal digits. */
  readonly id: string;
  readonly connectionId: string;
  readonly userId: string;
  readonly email: string | null;
  readonly username: string | null;
  readonly deletedAt: number;
  /** The password was set or changed here: after lifting, the old legacy one must not open the door again (S7). */
  readonly passwordSetHere: boolean;
  /** The user was blocked when it was deleted, and comes back blocked (S18). */
  readonly blocked: boolean;
  /** `standing`: nobody comes back. `lifted`: the legacy user may, on the two conditions above. */
  readonly state: 'standing' | 'lifted';
}

/** Whether a tombstone keeps the legacy user away. */
export function isStanding({ state }: Pick<Tombstone, 'state'>): boolean {
  return state === 'standing';
}

/** The tombstone that a user leaves. */
export function tombstoneOf(user: User, now: number): Tombstone {
  const { connectionId, userId, email, emailVerified, username, blocked, lastPasswordChangeAt, origin } =
    user;
  return {
    id: newObjectId(now),
    connectionId,
    userId,
    email,
    username,
    deletedAt: now,
    // What somebody chose who never proved the address says nothing of whom the legacy system has under it (S19).
    passwordSetHere: lastPasswordChangeAt !== null || (origin.how === 'created' && emailVerified),
    blocked,
    state: 'standing',
  };
}
