import {
  type AddUserNeeds,
  type AddUserOutcome,
  addJudgedUser,
  judgeNewUser,
  type UnfitNewUser,
} from './add-user.ts';
import type { AttackProtection, TurnedAway } from './attack-protection.ts';
import type { Connection } from './connection.ts';
import type { AccountEvent, Source } from './event.ts';
import { contextOf } from './login-events.ts';
import type { NewUser } from './new-user.ts';
import type { RefusalClock } from './refusal-clock.ts';
import { type SendVerificationNeeds, sendVerification } from './send-verification.ts';
import type { Place } from './throttle.ts';
import type { Throttles } from './throttles.ts';

export interface SignUpNeeds extends AddUserNeeds, SendVerificationNeeds {
  readonly refusals: RefusalClock;
  readonly attackProtection: Pick<AttackProtection, 'crowded'>;
  readonly throttles: Pick<Throttles, 'signUps' | 'badSignUps'>;
  readonly digestKey: Uint8Array;
}

export interface SignUpAttempt {
  readonly connection: Connection;
  readonly clientId: string;
  readonly draft: Omit<NewUser, 'connection' | 'userId' | 'emailVerified' | 'blocked' | 'appMetadata'>;
  readonly source: Source;
  /** BCP 47 tags, the most wanted first: the language of the letter. */
  readonly languages: readonly string[];
}

export type SignUpOutcome =
  | Exclude<AddUserOutcome, { outcome: 'exists' | 'no-such-connection' }>
  | UnfitNewUser
  | { readonly outcome: 'exists'; readonly taken: 'email' | 'username' }
  | { readonly outcome: 'disabled' }
  | { readonly outcome: 'too-many-attempts'; readonly retryAfterSeconds: number };

/**
 * Signs a new user up, locally only (F8), and asks it by mail to verify its address. Whoever exists here or in the legacy
 * system is refused alike, at the same time (F10, S1). What is told of an address is counted, whether it is taken or not.
 *
 * @throws HashQueueFull
 */
export async function signUp(needs: SignUpNeeds, attempt: SignUpAttempt): Promise<SignUpOutcome> {
  const { connection, source } = attempt;
  const arrivedAt = needs.clock.now();
  if (connection.options.disableSignup) return { outcome: 'disabled' };
  if (!needs.refusals.hasRoom('sign-up')) {
    return turnAway(needs, attempt, needs.attackProtection.crowded('sign-up'));
  }
  // What can be mended by whoever signs up is judged before anybody is asked, and not counted.
  const bad = await judgeNewUser(needs, connection, wholeDraft(attempt));
  if (bad !== undefined) return refuseBad(needs, attempt, bad);
  const place = await needs.throttles.signUps.take({ connection, source, identifier: identifierOf(attempt) });
  if (!place.admitted) return turnAway(needs, attempt, place);
  const outcome = await addCounted(needs, attempt, place);
  if (outcome.outcome !== 'created') await record(needs, attempt, refusalFor(outcome));
  if (outcome.outcome === 'no-such-connection') return { outcome: 'disabled' }; // deleted meanwhile
  if (outcome.outcome !== 'exists') return outcome;
  const whereabouts = outcome.where === 'here' ? 'user-here' : 'legacy';
  await needs.refusals.wait(connection, { door: 'sign-up', arrivedAt, whereabouts });
  return { outcome: 'exists', taken: outcome.taken === 'username' ? 'username' : 'email' };
}

async function refuseBad(
  needs: SignUpNeeds,
  attempt: SignUpAttempt,
  bad: UnfitNewUser,
): Promise<UnfitNewUser> {
  const telling = await needs.throttles.badSignUps.take(attempt.source);
  if (telling.admitted) await record(needs, attempt, refusalFor(bad));
  return bad;
}

/**
 * An outage is never counted against the identifier that was typed, nor is a full queue, so that whoever is told to try
 * again later can; it counts against the address that it is provoked from (S9).
 */
async function addCounted(needs: SignUpNeeds, attempt: SignUpAttempt, place: Place): Promise<AddUserOutcome> {
  let isAnswered = false;
  try {
    const outcome = await add(needs, attempt);
    isAnswered = outcome.outcome !== 'unavailable' && outcome.outcome !== 'script-fault';
    return outcome;
  } finally {
    if (!isAnswered) await place.giveBack('identifier');
  }
}

async function add(needs: SignUpNeeds, attempt: SignUpAttempt): Promise<AddUserOutcome> {
  const { connection, clientId, source, languages } = attempt;
  return addJudgedUser(needs, connection, wholeDraft(attempt), {
    actor: { clientId, source },
    event: 'signed-up',
    alongside: async (tx, user) => void (await sendVerification(needs, tx, user, { clientId, languages })),
  });
}

function wholeDraft({ connection, draft }: SignUpAttempt): NewUser {
  return {
    ...draft,
    connection: connection.name,
    userId: null,
    emailVerified: false,
    blocked: false,
    appMetadata: {},
  };
}

function identifierOf({ draft }: SignUpAttempt): string {
  return draft.email ?? draft.username ?? '';
}

async function turnAway(
  needs: SignUpNeeds,
  attempt: SignUpAttempt,
  { limit, retryAfterSeconds, isNews }: TurnedAway,
): Promise<SignUpOutcome> {
  if (isNews) await record(needs, attempt, { kind: 'sign-up-too-many-attempts', limit });
  return { outcome: 'too-many-attempts', retryAfterSeconds };
}

function refusalFor({ outcome: reason }: AddUserOutcome | UnfitNewUser): AccountEvent {
  return { kind: 'sign-up-refused', reason };
}

async function record(
  { store, digestKey }: SignUpNeeds,
  attempt: SignUpAttempt,
  event: AccountEvent,
): Promise<void> {
  const { connection, clientId, source } = attempt;
  const context = contextOf(
    digestKey,
    { connection, clientId, identifier: identifierOf(attempt), source },
    null,
  );
  await store.events.record({ ...context, ...event });
}
