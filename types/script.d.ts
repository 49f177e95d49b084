// Types for the action scripts that Segue runs: `import type { Login, GetUser } from 'segue-id/script'`, or in JavaScript
// a comment before the function: @type {import('segue-id/script').Login}. There is nothing to import at run time.
//
// Scripts are JavaScript: one that is written in TypeScript is compiled before it is pushed.

/** Any value that JSON can carry. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** What metadata may be: keys that look like credentials are left out. */
export type Metadata = { readonly [key: string]: Json | undefined };

/** Databases have no booleans of their own. */
type Flag = boolean | 0 | 1 | null;

/** The legacy system's own id. A number above 2^53 loses digits: give it as a text. */
type Id =
  | { readonly user_id: string | number | bigint; readonly id?: undefined }
  | { readonly id: string | number | bigint; readonly user_id?: undefined };

/** An email; or a username, where the connection requires one. */
type Identifiers =
  | { readonly email: string; readonly username?: string | null | undefined }
  | { readonly username: string; readonly email?: string | null | undefined };

interface Details {
  readonly email_verified?: Flag | undefined;
  readonly name?: string | null | undefined;
  readonly nickname?: string | null | undefined;
  readonly given_name?: string | null | undefined;
  readonly family_name?: string | null | undefined;
  readonly picture?: string | null | undefined;
  readonly phone_number?: string | null | undefined;
  /** Whether the user may not log in. */
  readonly blocked?: Flag | undefined;
  /** When the user signed up: milliseconds since 1970, a text, or a Date. */
  readonly created_at?: number | string | Date | null | undefined;
  readonly user_metadata?: Metadata | null | undefined;
  readonly app_metadata?: Metadata | null | undefined;
  /** An older name of `app_metadata`. */
  readonly metadata?: Metadata | null | undefined;
}

/** A user of the legacy system. Any other key is a fault, unless the connection keeps unknown ones. */
export type Profile = Id & Identifiers & Details;

/** No such user, or a wrong password. */
export type Nobody = undefined | null | false;

/** What an `async` script gives; nothing is no answer while the callback may still be called. */
export type Answer = Profile | Nobody;

/**
 * Ends the call. `callback(null, profile)`: found, and the password is right. `callback()`: not. `callback(error)`: the
 * legacy system failed, or what the error's class says. Only the first call counts.
 */
export type Callback = (error?: unknown, profile?: Answer) => void;

/** Given to a script that has a parameter for it before the callback. */
export type Context = Readonly<Record<string, unknown>>;

/** A script ends by its callback; an `async` one also by what it returns. */
// biome-ignore lint/suspicious/noConfusingVoidType: a callback script returns nothing, and an async one may do so
type Returned = void | Promise<Answer | void>;

/** Says whether a password is right: with a callback, or `async`. */
export type Login = (email: string, password: string, callback: Callback) => Returned;

/** The same with a parameter more, which Segue gives to a script that has four. */
export type LoginWithContext = (
  email: string,
  password: string,
  context: Context,
  callback: Callback,
) => Returned;

/** Says whether somebody is there: with a callback, or `async`. */
export type GetUser = (email: string, callback: Callback) => Returned;

/** The same with a parameter more, which Segue gives to a script that has three. */
export type GetUserWithContext = (email: string, context: Context, callback: Callback) => Returned;

/** What is in scope of every script, beside JavaScript's own. Modules as globals are in `segue-id/script-globals`. */
declare global {
  /** The values that the operator gave for this connection. It cannot be changed. */
  const configuration: Readonly<Record<string, string>>;

  /** A wrong password, of a user whom the legacy system knows when an identifier is given. */
  class WrongUsernameOrPasswordError extends Error {
    constructor(identifier?: string, message?: string);
    readonly identifier: string | undefined;
  }

  /** The script refuses; the user sees the message. */
  class ValidationError extends Error {
    constructor(code?: string, message?: string);
    readonly code: string;
  }

  /** The script refuses this user, who sees the message. */
  class UnauthorizedError extends Error {
    constructor(message?: string);
    readonly code: 'unauthorized';
  }
}
