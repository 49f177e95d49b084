import type { Source } from './event.ts';

/** Port: work that is done later, in the background, once, however often the process is killed. */
export interface Jobs {
  /**
   * Adds a job in the same transaction as everything else; the worker hears of it after the commit. A pending job of
   * the same kind with the same `dedupeKey` is replaced by it, and the new one is due when the earlier of the two is.
   *
   * @throws RangeError when the payload is larger than 64 kB
   */
  add(job: NewJob): Promise<StoredJob>;
  /** One that this release can read. Finished jobs are removed after a while. */
  find(id: string): Promise<StoredJob | undefined>;
}

/** What each kind of job has to know. Never a secret: a job stays in the database, and in its backups. */
export interface JobPayloads {
  /** Somebody asked for a new password: find out whether the address is anybody's, and write to it. */
  readonly 'password-change-request': PasswordChangeRequest;
  readonly 'send-letter': SendLetter;
  /** Import mode was switched on: look for local users whom the legacy system knows too (S19). */
  readonly 'check-local-users': CheckLocalUsers;
}

export interface PasswordChangeRequest {
  readonly connectionId: string;
  /** As it was typed. */
  readonly email: string;
  readonly clientId: string | null;
  /** BCP 47 tags, the most wanted first. */
  readonly languages: readonly string[];
  readonly resultUrl: string | null;
  /** Who asked, for the event that tells of it. */
  readonly source: Source;
}

export interface CheckLocalUsers {
  readonly connectionId: string;
  /** Where to go on; the empty text is before everybody. */
  readonly afterUserId: string;
  /** So far. */
  readonly asked: number;
  readonly found: number;
  readonly unclear: number;
}

export interface SendLetter {
  readonly letter: LetterOrder;
  readonly languages: readonly string[];
  readonly userId: string | null;
  readonly connectionId: string;
}

/** A letter that is still to be written. The secret of a ticket's link is made when it is: `ticketSecret`. */
export type LetterOrder =
  | { readonly kind: 'password-change' | 'email-verification'; readonly ticketId: string }
  | { readonly kind: 'password-changed' | 'email-changed'; readonly to: string; readonly at: number };

export type JobKind = keyof JobPayloads;

/** A job by its kind, or any job. */
export type Job<Kind extends JobKind = JobKind> = {
  readonly [Each in Kind]: { readonly kind: Each; readonly payload: JobPayloads[Each] };
}[Kind];

export type NewJob = Job & {
  /** Not before this instant; at once when left out. */
  readonly runAt?: number;
  readonly dedupeKey?: string;
};

export type JobState = 'pending' | 'processing' | 'completed' | 'failed';

export type StoredJob<Kind extends JobKind = JobKind> = Job<Kind> & {
  /** 24 hexadecimal digits. */
  readonly id: string;
  readonly state: JobState;
  readonly createdAt: number;
};

/** How an attempt at a job ended: for good, for now, or in vain. Reasons are for the operator and hold no secret. */
export type JobOutcome = { readonly done: true } | JobAgain | { readonly never: string };

/** It shall be done again, after a pause. */
export interface JobAgain {
  readonly again: string;
  /** The last attempt is made no later than this; one that ends later was the last. */
  readonly until?: number;
  /** What the operator has to do, where waiting alone is not likely to help. */
  readonly advice?: string;
}

/** What became of a job before this attempt. */
export interface JobSoFar {
  /** Why the attempt before has to be made again; null at the first. */
  readonly lastReason: string | null;
}
