import { argumentSecrets } from './call-secrets.ts';
import type { ScriptCall } from './script-call.ts';
import { type SecretIndex, secretIndex } from './secret-index.ts';

/**
 * What the calls of one process brought with them, lately: what one of them says may be another one's. A socket that a
 * script keeps hands the answer of the second call to code that runs as the first.
 */
export interface RecentCalls {
  /** Arguments of the calls so far, and of those that come a little later. */
  readonly secrets: readonly SecretIndex[];
  board(call: ScriptCall): void;
  /** Forgets calls that are too old. Called every now and then. */
  turn(): void;
}

export interface RecentCallsNeeds {
  /** So long, at least, a call is remembered; twice as long at most. */
  readonly keepMs: number;
  readonly now: () => number;
  /** Calls in the process now, which are not forgotten. */
  readonly onBoard: () => Iterable<ScriptCall>;
}

/** So many calls, and so many characters of them, before the older half is forgotten earlier. */
const maxCalls = 1_000;
const maxCharacters = 200_000;

/** No calls yet. They are kept in two generations: forgetting one of them costs nothing. */
export function openRecentCalls({ keepMs, now, onBoard }: RecentCallsNeeds): RecentCalls {
  let newer = openGeneration(now());
  let secrets: readonly SecretIndex[] = [newer.index];

  const renew = (): void => {
    const older = newer;
    newer = openGeneration(now());
    for (const call of onBoard()) newer.take(call);
    secrets = older.isEmpty() ? [newer.index] : [older.index, newer.index];
  };

  return {
    get secrets() {
      return secrets;
    },
    board: (call) => {
      if (newer.isFull()) renew();
      newer.take(call);
    },
    turn: () => {
      const isAllForgotten = secrets.length === 1 && newer.isEmpty();
      if (!isAllForgotten && now() - newer.since >= keepMs) renew();
    },
  };
}

interface Generation {
  readonly since: number;
  readonly index: SecretIndex;
  take(call: ScriptCall): void;
  isEmpty(): boolean;
  isFull(): boolean;
}

function openGeneration(since: number): Generation {
  const index = secretIndex();
  let calls = 0;
  let characters = 0;
  return {
    since,
    index,
    take: (call) => {
      calls += 1;
      for (const text of call.args) characters += text.length;
      index.add(() => argumentSecrets(call));
    },
    isEmpty: () => calls === 0,
    isFull: () => calls >= maxCalls || characters >= maxCharacters,
  };
}
