import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualClock } from '../accounts/fakes/manual-clock.ts';
import { createFailureReport, type FailureReport } from './failure-report.ts';
import { quiet } from './fakes/quiet.ts';
import type { AttemptEnd } from './job-handlers.ts';

const failure: AttemptEnd = {
  id: '1',
  kind: 'send-letter',
  attempt: 1,
  end: 'put-back',
  reason: 'away',
  advice: null,
};

function opened(): { report: FailureReport; told: string[]; pass(ms: number): Promise<void> } {
  const clock = createManualClock(0);
  const told: string[] = [];
  const report = createFailureReport(clock, ({ last, count }) => told.push(`${count} ${last.reason}`));
  return {
    report,
    told,
    // In the steps of a clock: whoever waits looks at it once a second.
    async pass(ms) {
      for (let passed = 0; passed < ms; passed += 1000) {
        clock.advance(Math.min(1000, ms - passed));
        await quiet();
      }
    },
  };
}

test('of a thousand letters that fail at once the first is told at once, and a minute later how many followed', async () => {
  const { report, told, pass } = opened();
  for (let letter = 0; letter < 1000; letter += 1) report.note(failure);
  assert.deepEqual(told, ['1 away']);
  await pass(59_999);
  assert.equal(told.length, 1);
  await pass(1);
  assert.deepEqual(told, ['1 away', '999 away']);
});

test('an outage is told once a minute for as long as it lasts, and the next one at once', async () => {
  const { report, told, pass } = opened();
  for (let second = 0; second < 180; second += 1) {
    report.note(failure);
    await pass(1000);
  }
  assert.deepEqual(told, ['1 away', '59 away', '60 away', '60 away']);
  await pass(120_000);
  report.note(failure);
  assert.equal(told.at(-1), '1 away');
});

test('what needs another hand is told by itself', async () => {
  const { report, told } = opened();
  for (let times = 0; times < 3; times += 1) {
    report.note(failure);
    report.note({ ...failure, reason: 'locked', advice: 'mend it' });
    report.note({ ...failure, reason: 'legacy', kind: 'password-change-request' });
  }
  assert.deepEqual(told, ['1 away', '1 locked', '1 legacy']);
});

test('what succeeded, or was given up with an event of its own, is no failure', async () => {
  const { report, told } = opened();
  report.note({ ...failure, end: 'completed', reason: null });
  report.note({ ...failure, end: 'failed' });
  assert.deepEqual(told, []);
});

test('what is left to tell is told at the end, and nothing after it', async () => {
  const { report, told, pass } = opened();
  report.note(failure);
  report.note({ ...failure, reason: 'still away' });
  report.close();
  assert.deepEqual(told, ['1 away', '1 still away']);
  await pass(120_000);
  assert.equal(told.length, 2);
});
