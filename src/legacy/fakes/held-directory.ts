import type { LegacyAnswer, LegacyDirectory } from '../../accounts/index.ts';

/** An answer without the facts of its call. */
export type Ending = 'absent' | 'fault' | 'refused' | { readonly unavailable: string };

/** A question that waits for the test to answer it. */
export interface HeldQuestion {
  readonly identifier: string;
  answer(ending: Ending): void;
}

/** A legacy user store that answers each question when the test says so, or all of them alike. */
export interface HeldDirectory extends LegacyDirectory {
  /** In the order in which they came. */
  readonly questions: readonly HeldQuestion[];
  /** From now on every question is answered at once; undefined: they are held again. */
  always(ending: Ending | undefined): void;
}

export function createHeldDirectory(): HeldDirectory {
  const questions: HeldQuestion[] = [];
  let everyTime: Ending | undefined;
  const ask = (identifier: string): Promise<LegacyAnswer> => {
    const { promise, resolve } = Promise.withResolvers<LegacyAnswer>();
    const question = { identifier, answer: (ending: Ending) => resolve(answerOf(ending)) };
    questions.push(question);
    if (everyTime !== undefined) question.answer(everyTime);
    return promise;
  };
  return {
    questions,
    always(ending) {
      everyTime = ending;
    },
    authenticate: (_connection, identifier) => ask(identifier),
    find: (_connection, identifier) => ask(identifier),
  };
}

const facts = { scriptVersion: 'v1', durationMs: 3 };

function answerOf(ending: Ending): LegacyAnswer {
  if (ending === 'absent') return { answer: 'absent', known: false, ...facts };
  if (ending === 'fault') return { answer: 'fault', script: 'login', reason: 'boom', ...facts };
  if (ending === 'refused')
    return { answer: 'refused', code: 'terms', message: 'Accept the terms', ...facts };
  return { answer: 'unavailable', reason: ending.unavailable, retryAfterSeconds: 5, ...facts };
}
