/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once, without waiting for anything. */
export function untilToldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    const first = (): void => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.removeListener(signal, first);
        process.once(signal, () => process.exit(130));
      }
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, first);
  });
}
