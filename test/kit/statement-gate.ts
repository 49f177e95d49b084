import type { AroundStatement } from '../../src/store/index.ts';

/** A statement of the store that waits, or fails, until the test says otherwise. */
export interface HeldStatement {
  /** Resolves when the statement would run. */
  readonly reached: Promise<void>;
  /** Lets it run. */
  release(): void;
}

/** A gate before the store's statements: the seam by which a test stops a request between two of its steps. */
export interface StatementGate {
  readonly aroundStatement: AroundStatement;
  /** Holds the nth statement from now on that matches. */
  hold(pattern: RegExp, nth?: number): HeldStatement;
  /** Makes the next statement that matches fail with this error. */
  fail(pattern: RegExp, error: Error): void;
}

interface Trap {
  readonly pattern: RegExp;
  left: number;
  spring(): Promise<void>;
}

export function createStatementGate(): StatementGate {
  const traps = new Set<Trap>();

  async function aroundStatement<T>(_kind: string, statement: string, run: () => Promise<T>): Promise<T> {
    for (const trap of traps) {
      if (!trap.pattern.test(statement)) continue;
      trap.left -= 1;
      if (trap.left > 0) continue;
      traps.delete(trap);
      await trap.spring();
    }
    return run();
  }

  return {
    aroundStatement,
    hold(pattern, nth = 1) {
      const reached = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      const spring = (): Promise<void> => {
        reached.resolve();
        return released.promise;
      };
      traps.add({ pattern, left: nth, spring });
      return { reached: reached.promise, release: () => released.resolve() };
    },
    fail(pattern, error) {
      traps.add({ pattern, left: 1, spring: () => Promise.reject(error) });
    },
  };
}
