import { countedAs, type DailyCount, dayOf, type Statistics } from '../statistics.ts';
import type { StateAccess } from './in-memory-state.ts';

/** The statistics of the in-memory store, which forgets no event. */
export function inMemoryStatistics({ read }: StateAccess): Statistics {
  return {
    activeUsers: (since) =>
      read(
        ({ users }) => [...users.values()].filter(({ lastLoginAt }) => (lastLoginAt ?? -1) >= since).length,
      ),
    daily: ({ from, to }) =>
      read(({ events }) => {
        const counts = new Map<number, DailyCount>();
        for (const { kind, at } of events.values()) {
          const as = countedAs(kind);
          const day = dayOf(at);
          if (as === undefined || day < from || day > to) continue;
          const before = counts.get(day) ?? { day, logins: 0, signUps: 0, firstAt: at, lastAt: at };
          counts.set(day, {
            ...before,
            [as]: before[as] + 1,
            firstAt: Math.min(before.firstAt, at),
            lastAt: Math.max(before.lastAt, at),
          });
        }
        return [...counts.values()].toSorted((a, b) => a.day - b.day);
      }),
  };
}
