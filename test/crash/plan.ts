import assert from 'node:assert/strict';
import type { Mailbox } from '../kit/mailbox.ts';
import type { Door, Ground, Visit } from './doors/door.ts';
import { endOfJobs, type Instant, learn, type Wires } from './visit.ts';

/** An engine with everything that visits to it need. */
export interface Scene extends Wires {
  readonly engine: string;
  readonly mailbox: Mailbox;
  /** The Message-IDs of letters that preparations have caused. */
  readonly earlier: Set<string>;
}

/** All visits to a door, each by somebody else. */
export interface Plan {
  readonly door: Door;
  readonly undisturbed: Visit;
  readonly visits: readonly { readonly instant: Instant; readonly visit: Visit }[];
}

/** Makes one visit to each door to learn its instants, and prepares another for each of them. */
export async function planVisits(scene: Scene, doors: readonly Door[]): Promise<readonly Plan[]> {
  let number = 0;
  const firsts = await prepare(scene, doors, async (door, ground) => ({
    door,
    undisturbed: await door.prepare(ground, number++),
  }));
  const learned: (Omit<Plan, 'visits'> & { readonly instants: readonly Instant[] })[] = [];
  for (const first of firsts) {
    learned.push({ ...first, instants: await learn(scene, first.door, first.undisturbed) });
  }
  return prepare(scene, learned, async ({ instants, ...first }, ground) => {
    const visits: { instant: Instant; visit: Visit }[] = [];
    for (const instant of instants) {
      visits.push({ instant, visit: await first.door.prepare(ground, number++) });
    }
    return { ...first, visits };
  });
}

/** Does this for each in a Segue that nobody kills, and waits for the jobs that come of it. */
async function prepare<From, To>(
  { stage, mailbox, earlier }: Scene,
  all: readonly From[],
  work: (each: From, ground: Ground) => Promise<To>,
): Promise<readonly To[]> {
  const before = new Set(mailbox.letters().map(({ messageId }) => messageId));
  const segue = await stage.restart();
  try {
    const ground = { stage, segue, bearer: await bearerOf(segue) };
    stage.watch('access-token', ground.bearer);
    const done: To[] = [];
    for (const each of all) done.push(await work(each, ground));
    await endOfJobs(stage);
    for (const { messageId } of mailbox.letters()) if (!before.has(messageId)) earlier.add(messageId);
    return done;
  } finally {
    await segue.stop();
  }
}

async function bearerOf({ token, issuer, operator }: Ground['segue']): Promise<string> {
  const answer = await token({
    grant_type: 'client_credentials',
    client_id: operator.clientId,
    client_secret: operator.clientSecret,
    audience: `${issuer}api/v2/`,
  });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.access_token;
}
