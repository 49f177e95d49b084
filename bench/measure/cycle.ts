/** Hands out the values in order, over and over. @throws RangeError when there are none */
export function cycle<T>(values: readonly T[]): () => T {
  const endless = (function* () {
    for (;;) yield* values;
  })();
  if (values.length === 0) throw new RangeError('nothing to hand out');
  return () => endless.next().value;
}
