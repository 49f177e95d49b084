import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { descendantsOf } from '../../../test/kit/processes.ts';
import type { Launch, ScriptAnswer } from '../index.ts';
import { valueIn } from '../script-kit.contract.ts';
import {
  type Attack,
  type Family,
  type Grabs,
  type Level,
  type Misdeed,
  type Misdeeds,
  outcomeAt,
} from './attack.contract.ts';
import { secret } from './ground-files.contract.ts';
import { grabSource, misdeedSource } from './hostile-script.contract.ts';
import { openTheatre, type Stage, type Theatre } from './stage.contract.ts';
import { summaryOf } from './summary.contract.ts';

/** Hostile scripts of one attack that run at once. */
const atOnce = 4;

/** Between logins of one misdeed. */
const loginEveryMs = 100;

/** The list aims at what Linux has: /proc, abstract sockets, the whole of 127.0.0.0/8. */
const needsLinux = { skip: process.platform === 'linux' ? false : 'needs Linux' };

/**
 * Runs the list at one level: what must come of each attack does, nothing is hit, and while it is under way the logins of
 * another connection are right and take their normal time.
 */
export function describeAttacks(level: Level, launch: Launch, families: readonly Family[]): void {
  describe(`attacks at level ${level}`, { ...needsLinux, timeout: 180_000 }, () => {
    let theatre: Theatre;
    before(async () => {
      theatre = await openTheatre(launch);
    });
    after(() => theatre.close());

    for (const { family, attacks } of families) {
      describe(family, () => {
        for (const attack of attacks) {
          it(attack.attack, async () => {
            if ('grabs' in attack) await grab(theatre, level, attack);
            else await misbehave(theatre, attack);
            checkHits(theatre, level, attack);
          });
        }
      });
    }

    it('leaves no process behind', async () => {
      await theatre.close();
      assert.deepEqual(descendantsOf(process.pid), []);
    });
  });
}

/** The attacks that need no permission of Node's: the ones that the wall must hold against by itself. */
export function grabsOf(families: readonly Family[]): readonly Family[] {
  return families
    .map(({ family, attacks }) => ({ family, attacks: attacks.filter((one) => 'grabs' in one) }))
    .filter(({ attacks }) => attacks.length > 0);
}

async function misbehave(theatre: Theatre, { attack, misdeeds }: Misdeeds): Promise<void> {
  for (const limits of ['usual', 'patient', 'short'] as const) {
    const those = Object.entries(misdeeds).filter(([, one]) => (one.limits ?? 'usual') === limits);
    if (those.length === 0) continue;
    const stage = theatre.stage(limits);
    const said = await stage.bystander.during(() => inTurn(those, (one) => runMisdeed(stage, attack, one)));
    assert.deepEqual(said.flat().filter(isWrong), []);
  }
}

interface Said {
  readonly name: string;
  readonly said: string;
  readonly expected: RegExp;
}

function isWrong({ said, expected }: Said): boolean {
  return !expected.test(said);
}

/** Its logins, and then one of somebody else at the same connection, which must be as ever. */
async function runMisdeed(
  { logIn }: Stage,
  attack: string,
  [name, { script, comesTo, logins = 1 }]: [string, Misdeed],
): Promise<readonly Said[]> {
  const connection = `${attack}: ${name}`;
  const source = misdeedSource(script);
  const answers: Promise<ScriptAnswer>[] = [];
  for (let begun = 0; begun < logins; begun += 1) {
    if (begun > 0) await pause(loginEveryMs);
    answers.push(logIn(connection, source));
  }
  const said = (await Promise.all(answers)).map(summaryOf);
  const next = await logIn(connection, source, { email: 'jane@example.com' });
  return [
    ...said.map((one) => ({ name, said: one, expected: comesTo })),
    { name: `${name}, the next login`, said: summaryOf(next), expected: /^value \{"id":1\}$/ },
  ];
}

async function grab(theatre: Theatre, level: Level, { attack, grabs, allow }: Grabs): Promise<void> {
  const { bystander, logIn } = theatre.stage('usual');
  const source = grabSource(grabs);
  const told = source.includes('at.THEIRS') ? { THEIRS: await theatre.openTheirs() } : undefined;
  const answer = await bystander.during(() => logIn(attack, source, { told, allow }));
  const said = new Map(Object.entries(Object(valueIn(answer))));
  const wrong = Object.entries(grabs)
    .map(([name, [, outcome]]) => ({
      name,
      said: String(said.get(name)),
      expected: outcomeAt(outcome, level),
    }))
    .filter(isWrong);
  assert.deepEqual(wrong, [], JSON.stringify(answer).slice(0, 2_000));
  assert.ok(!JSON.stringify(answer).includes(secret));
}

/** Seen from outside of the script: at `basic` what does not hold is hit, and nothing else is. */
function checkHits({ ground }: Theatre, level: Level, { basic }: Attack): void {
  const hits = ground.hits();
  if (level !== 'basic' || basic !== 'does not hold') assert.deepEqual(hits, []);
}

/** Runs a few at once: more of them would not be harder on the server, and wait for each other's processors. */
async function inTurn<T, R>(all: readonly T[], run: (one: T) => Promise<R>): Promise<readonly R[]> {
  const left = [...all];
  const results: R[] = [];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) results.push(await run(next));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
