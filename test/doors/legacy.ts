import type { ServiceName } from '../kit/services/index.ts';

/** A legacy user store that the story of the doors can be told of. */
export interface LegacyKind {
  readonly name: string;
  readonly services: readonly ServiceName[];
  /** Left out: the story is told with browsers too, which take most of its time. */
  readonly browsers?: false;
  /** Starts it, with these people in it. */
  start(people: readonly Person[]): Promise<Legacy>;
}

/** Somebody in the legacy system; each kind stores as much of it as such systems do. */
export interface Person {
  readonly id: number;
  readonly email: string;
  readonly nickname: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly password: string;
}

export interface Legacy {
  /** Action scripts as an operator writes them, and what they are configured with. */
  readonly login: string;
  readonly getUser: string;
  readonly configuration: Readonly<Record<string, string>>;
  /** Keys of the configuration whose values nobody may ever see. */
  readonly secretKeys: readonly string[];
  /** What the Management API shows of this person once Segue has the whole profile. */
  profileOf(person: Person): Readonly<Record<string, unknown>>;
  /** Out of its own log: the addresses it was asked for, in order. */
  asked(): Promise<readonly string[]>;
  /** Out of its own log: everything that clients asked for and that is no read. */
  writes(): Promise<readonly string[]>;
  /** All that it holds, read past Segue; it shows in the log. */
  dump(): Promise<string>;
  /** From now on it cannot be reached, and connections are cut. */
  shut(): Promise<void>;
  /** It is back, where it was. */
  reopen(): Promise<void>;
  stop(): Promise<void>;
}
