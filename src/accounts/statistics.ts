import type { EventKind } from './event.ts';

/** Port: what is counted of logins and sign-ups. It stays when the events are swept away. */
export interface Statistics {
  /** How many users there are who have logged in since. */
  activeUsers(since: number): Promise<number>;
  /** Days on which something was counted, in order; both ends belong to the range. */
  daily(range: DayRange): Promise<readonly DailyCount[]>;
}

/** Days since the Unix epoch, in UTC. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

export interface DailyCount {
  readonly day: number;
  readonly logins: number;
  readonly signUps: number;
  /** When the first and the last of them happened. */
  readonly firstAt: number;
  readonly lastAt: number;
}

const counted: Readonly<Partial<Record<EventKind, 'logins' | 'signUps'>>> = {
  'login-succeeded': 'logins',
  'signed-up': 'signUps',
};

/** As what an event counts; most do not. */
export function countedAs(kind: EventKind): 'logins' | 'signUps' | undefined {
  return counted[kind];
}

const dayMs = 86_400_000;

/** The day of a time. */
export function dayOf(at: number): number {
  return Math.floor(at / dayMs);
}

/** When a day begins. */
export function startOfDay(day: number): number {
  return day * dayMs;
}
