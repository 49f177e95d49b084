/** Work that is done again and again until it is stopped. */
export interface Repeated {
  /** Ends it, and waits for a round that is under way. */
  stop(): Promise<void>;
}

/**
 * Does the work every so often, never two rounds at once. A round that fails is told of and does not end the series.
 * The timer does not keep the process alive.
 */
export function every(
  intervalMs: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): Repeated {
  let round: Promise<void> | undefined;
  const timer = setInterval(() => {
    round ??= work()
      .catch(onError)
      .finally(() => {
        round = undefined;
      });
  }, intervalMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}
