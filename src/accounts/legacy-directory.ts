import type { Connection } from './connection.ts';
import type { LegacyCallFacts } from './event.ts';
import type { Profile } from './profile.ts';

/** Port: the legacy user store behind a connection. It is read, and never written to. */
export interface LegacyDirectory {
  /** Asks whether the password is right, by the connection's Login script. */
  authenticate(connection: Connection, identifier: string, password: string): Promise<LegacyAnswer>;
  /** Asks whether somebody is there, by the connection's Get User script. */
  find(connection: Connection, identifier: string): Promise<LegacyAnswer>;
}

export type LegacyAnswer = LegacyCallFacts &
  (
    | { readonly answer: 'profile'; readonly profile: Profile }
    /** Nobody, or a wrong password. `known`: the script named the identifier with the error class for it. */
    | { readonly answer: 'absent'; readonly known: boolean }
    /** The script refuses, with a message that is shown to the user. */
    | { readonly answer: 'refused'; readonly code: string; readonly message: string }
    | { readonly answer: 'unavailable'; readonly reason: string; readonly retryAfterSeconds: number }
    /** The operator's error: a throw, an invalid profile. The reason is redacted and for the operator only. */
    | { readonly answer: 'fault'; readonly script: string; readonly reason: string }
  );
