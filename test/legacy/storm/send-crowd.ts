import type { Answer } from '../../kit/answer.ts';
import type { Chance } from './chance.ts';
import { comeAsTold, type Heard } from './come-as-told.ts';
import type { StormStage } from './storm-stage.ts';
import type { Visitor } from './visitors.ts';

/** What came of somebody's visit. */
export interface Visit {
  readonly visitor: Visitor;
  /** At each try, in order. */
  readonly heard: readonly Heard[];
  /** At a second login, of who was accepted and comes again: it needs no script. */
  readonly heardAgain: readonly Heard[];
}

/** An honest person gives up much later than an outage takes; whose login misbehaves will not be helped by that. */
const tries = { behaves: 60, misbehaves: 3 };

/** Sends them in their order, so many at once who have not been answered yet; who is told so comes again, in between. */
export async function sendCrowd(
  stage: StormStage,
  visitors: readonly Visitor[],
  { atOnce, chance }: { readonly atOnce: number; readonly chance: Chance },
): Promise<readonly Visit[]> {
  const places = createPlaces(atOnce);
  const visits: Promise<Visit>[] = [];
  for (const visitor of visitors) {
    const leave = await places.enter();
    visits.push(visit(stage, visitor, chance, leave));
  }
  return Promise.all(visits);
}

async function visit(
  stage: StormStage,
  visitor: Visitor,
  chance: Chance,
  onAnswer: () => void,
): Promise<Visit> {
  const { connection, email, knowsPassword, misdeed, returns } = visitor;
  const password = knowsPassword ? stage.rightPassword(email) : `not that of ${email}`;
  const logIn = async (): Promise<Answer> => {
    try {
      return await stage.logIn(connection, email, password);
    } finally {
      onAnswer();
    }
  };
  const heard = await comeAsTold(
    logIn,
    misdeed === undefined
      ? { chance, tries: tries.behaves, passing: ['unavailable', 'script fault'] }
      : { chance, tries: tries.misbehaves, passing: ['unavailable'] },
  );
  const comesAgain = returns && heard.at(-1) === 'accepted';
  return {
    visitor,
    heard,
    heardAgain: comesAgain ? await comeAsTold(logIn, { chance, tries: 1, passing: [] }) : [],
  };
}

interface Places {
  /** Waits for a place, and answers with how to leave it; to leave twice is to leave once. */
  enter(): Promise<() => void>;
}

function createPlaces(count: number): Places {
  let free = count;
  let waiting: (() => void) | undefined;
  const leaving = (): (() => void) => {
    let isInside = true;
    return () => {
      if (isInside) free += 1;
      isInside = false;
      waiting?.();
    };
  };
  return {
    async enter() {
      while (free === 0) {
        await new Promise<void>((resolve) => {
          waiting = resolve;
        });
      }
      free -= 1;
      return leaving();
    },
  };
}
