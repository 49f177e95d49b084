import type { AttemptCounters } from '../attempt-counters.ts';

/** Attempt counters that live as long as the test. */
export function createInMemoryAttemptCounters(): AttemptCounters {
  const counters = new Map<string, { readonly count: number; readonly endsAt: number }>();
  const running = (
    key: string,
    now: number,
  ): { readonly count: number; readonly endsAt: number } | undefined => {
    const counter = counters.get(key);
    return counter !== undefined && counter.endsAt > now ? counter : undefined;
  };
  return {
    read: async (keys, now) => keys.map((key) => running(key, now)?.count ?? 0),
    increment: async (key, windowMs, now) => {
      const { count, endsAt } = running(key, now) ?? { count: 0, endsAt: now + windowMs };
      counters.set(key, { count: count + 1, endsAt });
      return count + 1;
    },
    decrement: async (key, now) => {
      const counter = running(key, now);
      if (counter !== undefined) counters.set(key, { ...counter, count: Math.max(counter.count - 1, 0) });
    },
    clear: async (keys) => {
      for (const key of keys) counters.delete(key);
    },
    listUnder: async (prefix, { atLeast, limit, now }) =>
      [...counters.keys()]
        .filter((key) => key.startsWith(prefix))
        .toSorted()
        .map((key) => ({ key, count: running(key, now)?.count ?? 0 }))
        .filter(({ count }) => count >= atLeast)
        .slice(0, limit),
    clearUnder: async (prefix) => {
      const keys = [...counters.keys()].filter((key) => key.startsWith(prefix));
      for (const key of keys) counters.delete(key);
      return keys.length;
    },
  };
}
