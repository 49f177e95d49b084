import { logIn } from '../measure/application.ts';
import { takeTurns } from '../measure/arms.ts';
import { cpuPerAnswer, cpuPerPieceOf } from '../measure/cpu-arms.ts';
import { cycle } from '../measure/cycle.ts';
import type { Figure } from '../measure/figure.ts';
import { recordLogins } from '../measure/floor.ts';
import { startSegue } from '../measure/segue.ts';
import { median, ratios, spreadOf } from '../measure/statistics.ts';

const people = 500;
const warmUpMs = 60_000; // six thousand logins or more

/** What a login of a local user costs, over the least that it can cost. */
export const loginCpu: Figure = {
  name: 'login-cpu',
  async measure(pace) {
    await using recorded = await recordLogins(people);
    await using floor = recorded.startFloor({ withHash: true });
    await using segue = await startSegue(recorded.home);
    const nextPerson = cycle(recorded.people);

    const { ours, least } = await takeTurns(
      {
        ours: cpuPerAnswer(segue, warmUpMs, () => logIn(segue, recorded.application, nextPerson())),
        least: cpuPerPieceOf(floor),
      },
      pace,
    );
    return [
      {
        figure: 'CPU per local login, SQLite',
        unit: 'ms',
        ours: median(ours),
        beside: { name: 'floor process', value: median(least) },
        compared: { as: 'ratio', ...spreadOf(ratios(ours, least)) },
        goal: { of: 'comparison', atMost: 1.05 },
        note: 'ID token and JWT access token. Floor: argon2id, two RS256 signatures, the same SQL; no HTTP.',
      },
    ];
  },
};
