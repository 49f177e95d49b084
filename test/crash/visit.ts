import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../kit/answer.ts';
import { eventually } from '../kit/eventually.ts';
import { readRows } from '../kit/read-rows.ts';
import type { SegueProcess } from '../kit/segue-process.ts';
import type { CrashStage } from './crash-stage.ts';
import type { Door, Visit } from './doors/door.ts';
import { instantsIn, pointsOf, wantsAll } from './instants.ts';
import type { SmtpTap } from './smtp-tap.ts';

/** Where a visit is killed: at a point of its process, at a place of its letter's way, or when it has been answered. */
export interface Instant {
  readonly at: 'point' | 'smtp' | 'answer';
  readonly name: string;
}

/** A visit after its Segue was killed. */
export interface KilledVisit {
  readonly instant: Instant;
  readonly visit: Visit;
  /** Whether it had been told that all is well. */
  readonly acknowledged: boolean;
  /** All that Segue printed. */
  readonly lines: readonly string[];
}

export interface Wires {
  readonly stage: CrashStage;
  readonly tap: SmtpTap;
}

/** Longer than any flow takes on a busy machine: who has not been killed by then does not pass the instant. */
const patienceMs = 60_000;

/** Makes a visit that nobody disturbs; answers with the instants at which others like it are to be killed. */
export async function learn({ stage, tap }: Wires, door: Door, visit: Visit): Promise<readonly Instant[]> {
  const places: string[] = [];
  tap.watch((place) => places.push(place) > 0);
  const segue = await stage.startKillable();
  try {
    const answer = await segue.request(visit.path, visit.init);
    assert.ok(isYes(answer), answer.text);
    const ended = (): boolean => pointsOf(segue).filter(isEndOfJob).length >= door.jobs;
    await eventually(ended, { within: patienceMs, what: 'its jobs end' });
  } finally {
    await segue.stop();
  }
  const instants: readonly Instant[] = [
    ...instantsIn(untilLastJob(pointsOf(segue))).map((name) => ({ at: 'point', name }) as const),
    ...placesIn(places, door.killedInSmtp).map((name) => ({ at: 'smtp', name }) as const),
    { at: 'answer', name: 'as soon as the answer is there' },
  ];
  assert.ok(instants.length >= door.leastInstants, instants.map(({ name }) => name).join('\n'));
  return instants;
}

function isEndOfJob(point: string): boolean {
  return /^after statement: update "jobs" set "state" = \S+ "finished_at"/.test(point);
}

/** What comes after it is the workers' looking whether there is more: there is not. */
function untilLastJob(points: readonly string[]): readonly string[] {
  const last = points.findLastIndex(isEndOfJob);
  return last < 0 ? points : points.slice(0, last + 1);
}

/** A second letter's way, by a connection of its own, is the first one's. */
function placesIn(places: readonly string[], wanted: Door['killedInSmtp']): readonly string[] {
  const first = places.filter((place) => !place.endsWith(')'));
  if (wantsAll) return first;
  if (wanted === 'nowhere') return [];
  return wanted === 'at every command' ? first : first.filter((place) => place.endsWith('the letter'));
}

/** Makes a visit to a Segue that is killed at this instant, and sets the jobs aside that it leaves. */
export async function killVisit({ stage, tap }: Wires, visit: Visit, instant: Instant): Promise<KilledVisit> {
  const { at, name } = instant;
  const segue = await stage.startKillable(at === 'point' ? name : undefined);
  try {
    tap.watch((place) => {
      const isThere = at === 'smtp' && place === name;
      if (isThere) segue.signal('SIGKILL');
      return !isThere;
    });
    const acknowledged = await isAcknowledged(segue.request(visit.path, visit.init));
    if (at === 'answer') segue.signal('SIGKILL');
    await assertKilled(segue);
    if (at === 'point') assert.equal(pointsOf(segue).at(-1), name);
    stage.assertDiscreet(segue.lines);
    return { instant, visit, acknowledged, lines: segue.lines };
  } finally {
    await segue.stop();
    await setJobsAside(stage);
  }
}

/** An answer that breaks off is none; any other must be a yes. */
async function isAcknowledged(asking: Promise<Answer>): Promise<boolean> {
  const [asked] = await Promise.allSettled([asking]);
  if (asked.status === 'rejected') return false;
  assert.ok(isYes(asked.value), asked.value.text);
  return true;
}

function isYes({ status }: Answer): boolean {
  return status >= 200 && status < 400; // a page that is done leads on to another (303)
}

async function assertKilled({ ended, lines }: SegueProcess): Promise<void> {
  const ending = await Promise.race([ended, delay(patienceMs, 'it lives on', { ref: false })]);
  assert.deepEqual(ending, { code: null, signal: 'SIGKILL' }, lines.join('\n'));
}

/** The next process that is killed shall pass no points but those of its own visit: jobs wait until all are done. */
async function setJobsAside({ databaseUrl }: CrashStage): Promise<void> {
  const oneDayMs = 86_400_000;
  await readRows(databaseUrl, `update jobs set due_at = due_at + ${oneDayMs} where finished_at is null`);
}

/** Lets the time of all jobs come, also of those whose process was killed while it had them in hand. */
export async function recallJobs({ databaseUrl }: CrashStage): Promise<void> {
  await readRows(databaseUrl, 'update jobs set due_at = 0 where finished_at is null');
}

/** Waits until a Segue on the same database has done every job; none may have failed. */
export async function endOfJobs({ databaseUrl }: CrashStage): Promise<void> {
  const left = 'select id from jobs where finished_at is null';
  const isNoneLeft = async (): Promise<boolean> => (await readRows(databaseUrl, left)).length === 0;
  await eventually(isNoneLeft, { within: 60_000, what: 'every job ends' });
  assert.deepEqual(await readRows(databaseUrl, `select kind, reason from jobs where state = 'failed'`), []);
}
