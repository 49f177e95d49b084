/** Runs at most so many pieces of work at once, and lets a bounded number wait, in order. */
export interface HashQueue {
  /** Runs the work when its turn comes; `undefined` at once when too many wait already. */
  run<T>(work: () => Promise<T>): Promise<{ readonly value: T } | undefined>;
  /** False when work that came now would be refused. */
  hasRoom(): boolean;
  /** How many run and how many wait, for the metrics. */
  load(): { readonly running: number; readonly waiting: number };
}

export function createHashQueue(limits: { readonly atOnce: number; readonly waiting: number }): HashQueue {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function turn(): Promise<void> {
    if (running < limits.atOnce) {
      running += 1;
      return;
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  /** Hands the place to the next in line, so that nobody who comes later can take it first. */
  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }

  function hasRoom(): boolean {
    return running < limits.atOnce || waiting.length < limits.waiting;
  }

  return {
    hasRoom,
    async run(work) {
      if (!hasRoom()) return undefined;
      await turn();
      try {
        return { value: await work() };
      } finally {
        leave();
      }
    },
    load: () => ({ running, waiting: waiting.length }),
  };
}
