import assert from 'node:assert/strict';
import { createManualClock } from '../../../src/accounts/fakes/manual-clock.ts';
import type { Seams } from '../../../src/app.ts';
import type { ScriptCall, ScriptRunner } from '../../../src/scripts/index.ts';
import type { Answer } from '../../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection } from '../../kit/legacy-connection.ts';
import { openMailbox } from '../../kit/mailbox.ts';
import { type Segue, startSegue } from '../../kit/start-segue.ts';
import type { TestedStore } from '../../kit/stores.ts';
import { until } from '../../kit/until.ts';
import { type Person, personIn, type StateName, scripts } from './people.ts';
import type { Question } from './questions.ts';

/** Everything of an answer that its caller sees, less what is its own: the time of day and the values of cookies. */
export interface Seen {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly cookies: readonly string[];
  readonly text: string;
  /** After how much of the clock's time it came; `null` where it waited for no instant. */
  readonly afterMs: number | null;
}

/** Asks a question about one person, spelled like this. */
export type Ask = (spelled?: (identifier: string) => string) => Promise<Seen>;

/** A Segue on a clock that stands still, before a legacy system that takes its time. */
export interface Stage {
  readonly segue: Segue;
  /** Every call of a script so far. */
  readonly calls: readonly ScriptCall[];
  /** Makes somebody new in a state, to ask about from an address of one's own. */
  about(question: Question, state: StateName): Promise<Ask>;
  /** Takes the legacy system away for as long as something lasts. */
  whileAway<T>(work: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

// One after the other, so that two questions take the same time only by the clock that both wait for. Three of them
// together are less than the 300 ms of a connection that was not measured yet.
const latenciesMs = [3, 17, 89, 41, 7, 61, 97, 29];
const coldPeriodMs = 300;

/** Opens the stage; the caller stops it. */
export async function openStage(
  store: TestedStore,
  seams: Pick<Seams, 'aroundStatement'> = {},
): Promise<Stage> {
  const clock = createManualClock(Date.now());
  const calls: ScriptCall[] = [];
  let askedAbout: Person | undefined;
  const wrapRunner = (runner: ScriptRunner): ScriptRunner => ({
    ...runner,
    run(call) {
      calls.push(call);
      // Jobs ask too, in the background: what they ask takes none of a question's time.
      const isAskedAbout = askedAbout && call.args[0]?.toLowerCase().includes(askedAbout.username);
      if (isAskedAbout === true) clock.advance(latenciesMs[calls.length % latenciesMs.length] ?? 0);
      return runner.run(call);
    },
  });
  const mailbox = await openMailbox();
  const environment = { SMTP_URL: mailbox.url, SEGUE_TRUST_PROXY: 'true' };
  const segue = await startSegue(store, { environment, seams: { ...seams, clock, wrapRunner } });
  const connections = {
    emails: await connect(segue, 'emails', { hasUsernames: false }),
    usernames: await connect(segue, 'usernames', { hasUsernames: true }),
  };
  await segue.manage('PATCH', 'tenants/settings', { default_directory: 'emails' });

  /** Lets the clock run to the instant that an answer waits for, if it does; says how long that was from its arrival. */
  async function answerTo(
    asking: () => Promise<Answer>,
  ): Promise<{ answer: Answer; afterMs: number | null }> {
    const arrivedAt = clock.now();
    let answer: Answer | undefined;
    let isSettled = false;
    const answering = asking()
      .then((given) => {
        answer = given;
      })
      .finally(() => {
        isSettled = true;
      });
    await until(() => clock.waitedFor().length > 0 || isSettled);
    const [at] = clock.waitedFor();
    if (at !== undefined) {
      clock.advance(at - clock.now() - 1);
      assert.deepEqual([answer, clock.waitedFor()], [undefined, [at]], 'no answer before its time');
      clock.advance(1);
    }
    await answering;
    assert.ok(answer !== undefined);
    return { answer, afterMs: at === undefined ? null : at - arrivedAt };
  }

  async function observe(person: Person, asking: () => Promise<Answer>): Promise<Seen> {
    askedAbout = person;
    const { answer, afterMs } = await answerTo(asking);
    askedAbout = undefined;
    return { ...visible(answer), afterMs };
  }

  return {
    segue,
    calls,
    async about(question, state) {
      await setFlag(segue, question.saysWhoExists === true);
      const { on = 'emails' } = question;
      const connection = connections[on];
      const person = await personIn(state, {
        segue,
        connection,
        hasUsernames: on === 'usernames',
        logIn: async ({ email }, password) =>
          (await answerTo(() => connection.logIn(email, password, { scope: 'openid' }))).answer.status,
      });
      const target = { segue, person, connection, headers: newCaller() };
      return (spelled = (identifier) => identifier) =>
        observe(person, () => question.ask({ ...target, spelled }));
    },
    async whileAway(work) {
      await changeScripts(Object.values(connections), { login: unreachable, get_user: unreachable });
      try {
        return await work();
      } finally {
        await changeScripts(Object.values(connections), { login: scripts.login, get_user: scripts.getUser });
      }
    },
    async stop() {
      await mailbox.close(); // first: what is left of it would keep the process alive when "stop" finds a secret
      await segue.stop();
    },
  };
}

/** When the clock of refusals answers whoever arrives at 0 on a new connection. */
export const refusedAfterMs = coldPeriodMs;

const unreachable = "(...all) => all.at(-1)({ code: 'ECONNREFUSED' })";

async function changeScripts(
  connections: readonly LegacyConnection[],
  customScripts: { login: string; get_user: string },
): Promise<void> {
  for (const connection of connections) await connection.change({ customScripts });
}

let callers = 0;

/** Every question about somebody comes from an address of its own, so that none meets the limit by address. */
function newCaller(): Readonly<Record<string, string>> {
  callers += 1;
  return { 'x-forwarded-for': `10.${callers >> 16}.${(callers >> 8) & 255}.${callers & 255}` };
}

async function setFlag(segue: Segue, enable_public_signup_user_exists_error: boolean): Promise<void> {
  const flags = { enable_public_signup_user_exists_error };
  assert.equal((await segue.manage('PATCH', 'tenants/settings', { flags })).status, 200);
}

function connect(
  segue: Segue,
  name: string,
  { hasUsernames }: { hasUsernames: boolean },
): Promise<LegacyConnection> {
  return createLegacyConnection(segue, {
    name,
    ...scripts,
    configuration: { USERNAMES: hasUsernames ? 'yes' : 'no' },
    options: { requires_username: hasUsernames },
  });
}

function visible({ status, headers, text }: Answer): Omit<Seen, 'afterMs'> {
  const shown = [...headers].filter(([name]) => name !== 'date' && name !== 'set-cookie');
  const cookies = headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]*/, '=…'));
  return { status, headers: shown.toSorted(), cookies, text };
}
