import assert from 'node:assert/strict';
import type { Heard } from './come-as-told.ts';
import type { Visit } from './send-crowd.ts';

/** Everybody who knows the password is accepted at last, everybody else told that it is wrong, and nobody anything else. */
export function assertBehaved(visits: readonly Visit[]): void {
  for (const visit of visits.filter(({ visitor }) => visitor.misdeed === undefined)) {
    const last = visit.visitor.knowsPassword ? 'accepted' : 'wrong password';
    assert.equal(visit.heard.at(-1), last, story(visit));
    assertOnly(visit, visit.heard.slice(0, -1), ['unavailable', 'script fault']);
  }
}

/** Whose login misbehaves is told that it failed, or to come again, and never that the password is wrong: it is right. */
export function assertMisbehaved(visits: readonly Visit[]): void {
  for (const visit of visits) {
    const { misdeed } = visit.visitor;
    if (misdeed !== undefined) assertOnly(visit, visit.heard, ['unavailable', 'script fault', misdeed.hears]);
  }
}

/** Who has moved needs no script: whatever its connection's scripts do meanwhile, nobody waits or comes in vain. */
export function assertReturned(visits: readonly Visit[]): void {
  const returned = visits.filter(({ heardAgain }) => heardAgain.length > 0);
  assert.ok(returned.length > 0, 'somebody has come again');
  for (const visit of returned) assert.deepEqual(visit.heardAgain, ['accepted'], story(visit));
}

/** How many heard what, for whoever reads the test's output. */
export function tally(visits: readonly Visit[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { visitor, heard } of visits) {
    const who = visitor.misdeed?.name ?? (visitor.knowsPassword ? 'behaves' : 'mistypes');
    const [last] = heard.slice(-1);
    const line = `${who}: ${heard.length > 1 ? `at last ${last}` : last}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, count]) => `${line}: ${count}`).toSorted();
}

function assertOnly(visit: Visit, heard: readonly Heard[], allowed: readonly Heard[]): void {
  assert.ok(
    heard.every((word) => allowed.includes(word)),
    story(visit),
  );
}

function story({ visitor: { email, knowsPassword }, heard, heardAgain }: Visit): string {
  return `${email}, who ${knowsPassword ? 'knows' : 'does not know'} the password, heard: ${[...heard, ...heardAgain].join(', ')}`;
}
