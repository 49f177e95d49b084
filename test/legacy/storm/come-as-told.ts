import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../../kit/answer.ts';
import type { Chance } from './chance.ts';
import type { Verdict } from './misdeeds.ts';

/** What somebody who logs in is told; anything but these words is an answer that nobody should have. */
export type Heard = Verdict | 'wrong password' | `unexpected: ${string}`;

/** What the answer of the token endpoint says. */
function heardIn({ status, headers, body, text }: Answer): Heard {
  const mayComeAgain = /^[1-9]\d*$/.test(headers.get('retry-after') ?? '');
  const error = body?.error;
  if (status === 200 && typeof body?.access_token === 'string') return 'accepted';
  if (status === 403 && error === 'invalid_grant') return 'wrong password';
  if (status === 400 && error === 'extensibility_error') return 'script fault';
  if (status === 503 && error === 'temporarily_unavailable' && mayComeAgain) return 'unavailable';
  return `unexpected: ${status} ${text}`;
}

/** When to come again, and how often to try at all. */
export interface Patience {
  readonly chance: Chance;
  readonly tries: number;
  /** What may be over by the next time. */
  readonly passing: readonly Heard[];
}

/** A person reads the page and presses the button again. */
const pauseAfterFaultMs = 1_000;
/** Not all at the same instant: people are no clockwork. */
const mostLate = 0.5;

/** Logs in, and comes again as told while that may help. Answers with all that was heard, in order. */
export async function comeAsTold(
  logIn: () => Promise<Answer>,
  { chance, tries, passing }: Patience,
): Promise<readonly Heard[]> {
  const heard: Heard[] = [];
  for (;;) {
    const answer = await logIn();
    const word = heardIn(answer);
    heard.push(word);
    if (!passing.includes(word) || heard.length >= tries) return heard;
    const toldSeconds = answer.headers.get('retry-after');
    const pauseMs = toldSeconds === null ? pauseAfterFaultMs : Number(toldSeconds) * 1_000;
    await delay(pauseMs * (1 + chance.next() * mostLate));
  }
}
