import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { ScriptAnswer } from '../index.ts';
import { valueIn } from '../script-kit.contract.ts';

/** A login of another connection: it connects to its legacy system, says a word, hears it, answers. */
const source = `function (email, password, callback) {
  const socket = require('net').connect(Number(configuration.LEGACY), '127.0.0.1', () => socket.write(email));
  socket.on('data', (heard) => { callback(null, { heard: String(heard) }); socket.destroy(); }).on('error', callback);
}`;

/** Logins come one after the other, so often. */
const paceMs = 10;
const fewest = 5;
const normalCount = 40;

/** "Its normal time", generously: the processors are shared, and hostile scripts use theirs. */
const timesNormal = 5;
const moreMs = 200;

/** What the server may grow by while it is attacked: garbage of what it has read, no more. */
const growthMb = 192;
const bytesPerMegabyte = 2 ** 20;

/** What the server itself may be busy with during one login, in processor time: others on the machine do not count. */
const busyMs = 1_500;

/** Logs somebody in at a connection with this script, by default the one who makes it do its worst. */
export type LogIn = (connection: string, source: string, more?: LogInMore) => Promise<ScriptAnswer>;

export interface LogInMore {
  readonly email?: string;
  /** More of the script's configuration. */
  readonly told?: Readonly<Record<string, string>> | undefined;
  /** Where the connection may go; anywhere without. */
  readonly allow?: readonly string[] | undefined;
}

/** Logins on another connection while something is under way. */
export interface Bystander {
  /** Fails unless every login was right and took its normal time, and the server's memory stayed. */
  during<T>(act: () => Promise<T>): Promise<T>;
}

/** A connection of its own at the same runner. */
export function openBystander(logInAt: LogIn): Bystander {
  let logins = 0;
  let normalMs: number | undefined;

  const logIn = async (): Promise<number> => {
    logins += 1;
    const email = `jane${logins}@example.com`;
    const startedAt = performance.now();
    const usedBefore = process.cpuUsage();
    const answer = await logInAt('bystander', source, { email });
    assert.deepEqual(valueIn(answer), { heard: email }, 'a login on another connection');
    const { user, system } = process.cpuUsage(usedBefore);
    assert.ok((user + system) / 1_000 < busyMs, `the server was busy for ${(user + system) / 1_000} ms`);
    return performance.now() - startedAt;
  };
  /** Its process may have been idle, and on a busy machine the next one starts slowly. */
  const warmUp = async (): Promise<void> => {
    for (let tries = 0; tries < 3; tries += 1)
      if ((await logInAt('bystander', source, { email: 'warm@example.com' })).answer === 'value') return;
  };
  const logInWhile = async (isGoing: (count: number) => boolean): Promise<readonly number[]> => {
    const times: number[] = [];
    while (isGoing(times.length)) {
      times.push(await logIn());
      await pause(paceMs);
    }
    return times;
  };
  const measureNormal = async (): Promise<number> => median(await logInWhile((count) => count < normalCount));

  return {
    during: async (act) => {
      await warmUp();
      normalMs ??= await measureNormal();
      const memory = watchMemory();
      let isOver = false;
      const acting = act().finally(() => {
        isOver = true;
      });
      const times = await logInWhile((count) => count < fewest || !isOver);
      const result = await acting;
      assert.ok(memory.grownMb() < growthMb, `the server grew by ${memory.grownMb()} MB`);
      if (median(times) > limitFor(normalMs)) normalMs = Math.max(normalMs, await measureNormal());
      const said = `${median(times)} ms a login, ${normalMs} ms without the attack`;
      assert.ok(median(times) <= limitFor(normalMs), said);
      return result;
    },
  };
}

function limitFor(normalMs: number): number {
  return timesNormal * normalMs + moreMs;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

function watchMemory(): { grownMb(): number } {
  const before = process.memoryUsage.rss();
  return { grownMb: () => (process.memoryUsage.rss() - before) / bytesPerMegabyte };
}
