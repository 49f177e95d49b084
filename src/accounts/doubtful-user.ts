import type { User } from './user.ts';

/**
 * A local user whose address nobody has proved, and whom the legacy system knows by that address: perhaps the person
 * who owns it, perhaps somebody who signed up with it before import mode was switched on (S19).
 */
export interface DoubtfulUser {
  readonly user: User;
  /** When the legacy system was asked, in milliseconds since the Unix epoch. */
  readonly foundAt: number;
}

/** Port: the local users that an operator has to decide about. */
export interface DoubtfulUsers {
  /** Notes a user with the address that it has now; false when that is known, or the user is not there. */
  add(userId: string, foundAt: number): Promise<boolean>;
  /** Of a connection, by `userId`: those who still have the address, and have not proved it since. */
  list(query: {
    readonly connectionId: string;
    readonly offset: number;
    readonly limit: number;
  }): Promise<{ readonly users: readonly DoubtfulUser[]; readonly total: number }>;
}
