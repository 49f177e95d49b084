import { type AddUserNeeds, type AddUserOutcome, addUser } from './add-user.ts';
import type { Connection } from './connection.ts';
import type { AccountEvent, Source } from './event.ts';
import { contextOf } from './login-events.ts';
import type { NewUser } from './new-user.ts';
import type { RefusalClock } from './refusal-clock.ts';
import { type SendVerificationNeeds, sendVerification } from './send-verification.ts';
import type { Throttle } from './throttle.ts';

export interface SignUpNeeds extends AddUserNeeds, SendVerificationNeeds {
  readonly refusals: RefusalClock;
  readonly signUps: Throttle;
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
  | { readonly outcome: 'exists'; readonly taken: 'email' | 'username' }
  | { readonly outcome: 'disabled' }
  | { readonly outcome: 'too-many-attempts'; readonly retryAfterSeconds: number };

/**
 * Signs a new user up, locally only (F8), and asks it by mail to verify its address. Whoever exists here or in the legacy
 * system is refused alike, at the same time (F10, S1).
 *
 * @throws HashQueueFull
 */
export async function signUp(needs: SignUpNeeds, attempt: SignUpAttempt): Promise<SignUpOutcome> {
  const { connection, draft, source } = attempt;
  const arrivedAt = needs.clock.now();
  if (connection.options.disableSignup) return { outcome: 'disabled' };
  const identifier = draft.email ?? draft.username ?? '';
  const admission = await needs.signUps.admit({ connection, identifier, source });
  if (!admission.admitted) {
    return { outcome: 'too-many-attempts', retryAfterSeconds: admission.retryAfterSeconds };
  }
  const outcome = await add(needs, attempt);
  if (outcome.outcome !== 'created') await recordRefusal(needs, attempt, identifier, outcome.outcome);
  if (outcome.outcome === 'no-such-connection') return { outcome: 'disabled' }; // deleted meanwhile
  if (outcome.outcome !== 'exists') return outcome;
  const whereabouts = outcome.where === 'here' ? 'user-here' : 'legacy';
  await needs.refusals.wait(connection, { arrivedAt, whereabouts });
  return { outcome: 'exists', taken: outcome.taken === 'username' ? 'username' : 'email' };
}

async function add(
  needs: SignUpNeeds,
  { connection, clientId, draft, source, languages }: SignUpAttempt,
): Promise<AddUserOutcome> {
  const whole: NewUser = {
    ...draft,
    connection: connection.name,
    userId: null,
    emailVerified: false,
    blocked: false,
    appMetadata: {},
  };
  return addUser(needs, connection, whole, {
    actor: { clientId, source },
    event: 'signed-up',
    alongside: async (tx, user) => void (await sendVerification(needs, tx, user, { clientId, languages })),
  });
}

async function recordRefusal(
  { store, digestKey }: SignUpNeeds,
  { connection, clientId, source }: SignUpAttempt,
  identifier: string,
  reason: Exclude<AddUserOutcome['outcome'], 'created'>,
): Promise<void> {
  const context = contextOf(digestKey, { connection, clientId, identifier, source }, null);
  const event: AccountEvent = { kind: 'sign-up-refused', reason };
  await store.events.record({ ...context, ...event });
}
