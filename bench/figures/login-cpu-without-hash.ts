import { logIn } from '../measure/application.ts';
import { takeTurns } from '../measure/arms.ts';
import { cpuPerAnswer, cpuPerPieceOf } from '../measure/cpu-arms.ts';
import { cycle } from '../measure/cycle.ts';
import type { Figure } from '../measure/figure.ts';
import { recordLogins, withoutHash } from '../measure/floor.ts';
import { startBetterAuth } from '../measure/peers.ts';
import { startSegue } from '../measure/segue.ts';
import { median, ratios, spreadOf } from '../measure/statistics.ts';

const people = 1_000;
const warmUpMs = 12_000; // ten thousand logins or so

/** What a login costs beside its hash: the part that is ours to make small. */
export const loginCpuWithoutHash: Figure = {
  name: 'login-cpu-without-hash',
  async measure(pace) {
    await using recorded = await recordLogins(people, { nodeFlags: withoutHash });
    await using floor = recorded.startFloor({ withHash: false });
    await using segue = await startSegue(recorded.home, { nodeFlags: withoutHash });
    await using betterAuth = await startBetterAuth(recorded.home);
    for (const { email, password } of recorded.people) await betterAuth.signUp(email, password);
    const [nextOfOurs, nextOfTheirs] = [cycle(recorded.people), cycle(recorded.people)];

    const arms = {
      ours: cpuPerAnswer(segue, warmUpMs, () => logIn(segue, recorded.application, nextOfOurs())),
      theirs: cpuPerAnswer(betterAuth, warmUpMs, () => {
        const { email, password } = nextOfTheirs();
        return betterAuth.logIn(email, password);
      }),
      least: cpuPerPieceOf(floor),
    };
    const { ours, theirs, least } = await takeTurns(arms, pace);
    return [
      {
        figure: 'CPU per login without the hash',
        unit: 'µs',
        ours: median(ours) * 1_000,
        beside: { name: `Better Auth ${betterAuth.version}`, value: median(theirs) * 1_000 },
        compared: { as: 'ratio', ...spreadOf(ratios(ours, theirs)) },
        goal: { of: 'ours', atMost: 700 },
        note: `Both hashes stubbed. Ours signs two RS256 tokens, the peer's session is signed by HMAC. Two signatures and the SQL alone: ${Math.round(median(least) * 1_000)} µs.`,
      },
    ];
  },
};
