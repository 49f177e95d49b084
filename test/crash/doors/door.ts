import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Segue } from '../../kit/start-segue.ts';
import type { CrashStage } from '../crash-stage.ts';

/** A way into Segue on which something is changed that must be there whole, or not at all. */
export interface Door {
  readonly name: string;
  /** How many background jobs one visit causes. */
  readonly jobs: number;
  /** With fewer instants to be killed at than these the test has gone blind. */
  readonly leastInstants: number;
  /** Where on its letter's way by SMTP it is killed: the way is the same for all, what was done before is not. */
  readonly killedInSmtp: 'at every command' | 'at the letter' | 'nowhere';
  prepare(ground: Ground, number: number): Promise<Visit>;
}

/** Where visits are prepared: a Segue that is not killed. */
export interface Ground {
  readonly stage: CrashStage;
  readonly segue: Segue;
  /** For the Management API of whichever Segue on the same database. */
  readonly bearer: string;
}

/** One request, by or about somebody whom no other visit touches. */
export interface Visit {
  readonly path: string;
  readonly init: RequestInit;
  /** What the change owes, each to be sent once. Nothing else may reach the addresses of the visit. */
  readonly letters: readonly OwedLetter[];
  /** Every address that is the visitor's, before or after. */
  readonly addresses: readonly string[];
  /** Looks what is left; fails when it is neither nothing nor the whole change. */
  look(segue: Segue): Promise<Left>;
}

export interface OwedLetter {
  readonly to: string;
  readonly subject: RegExp;
}

export type Left = 'nothing' | 'change';

export const subjects = {
  passwordLink: /^Choose a new password/,
  verification: /^Confirm your email address/,
  passwordChanged: /^Your password .* was changed/,
  emailChanged: /^The email address .* was changed/,
} as const;

/** Which of the two states it is that was seen, every detail of it. */
export function whichOf<Seen>(
  seen: Seen,
  states: { readonly nothing: NoInfer<Seen>; readonly change: NoInfer<Seen> },
): Left {
  if (isDeepStrictEqual(seen, states.nothing)) return 'nothing';
  assert.deepEqual(seen, states.change, 'neither nothing nor the whole change');
  return 'change';
}

/** A request with a JSON body. */
export function json(method: string, body: unknown, bearer?: string): RequestInit {
  const authorization = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  return {
    method,
    headers: { ...type, ...authorization },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

/** A page's form, as a browser without script sends it. */
export function form(fields: Readonly<Record<string, string>>): RequestInit {
  return { method: 'POST', body: new URLSearchParams(fields) };
}
