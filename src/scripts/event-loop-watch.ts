/** Watches whether a runner's event loop turns. */
export interface EventLoopWatch {
  /**
   * Called at a steady pace; answers what to do now. It counts its own turns and not the clock: when it is
   * the server that stood still, an answer may wait unread and the runner is not to blame.
   */
  turn(busy: boolean): 'ping' | 'wait' | 'blocked';
  /** The runner answered. False when it was not asked. */
  answered(): boolean;
}

/** An idle runner is asked now and then: a timer of a finished call may have blocked it. */
const idleTurns = 8;

/** A watch that finds a loop blocked after so many turns without an answer. */
export function watchEventLoop(maxTurns: number): EventLoopWatch {
  let asked = false;
  let turns = 0;
  return {
    turn: (busy) => {
      turns += 1;
      if (asked) return turns > maxTurns ? 'blocked' : 'wait';
      if (!busy && turns < idleTurns) return 'wait';
      asked = true;
      turns = 0;
      return 'ping';
    },
    answered: () => {
      const wasAsked = asked;
      asked = false;
      turns = 0;
      return wasAsked;
    },
  };
}
