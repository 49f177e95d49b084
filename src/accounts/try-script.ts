import type { Clock } from '../lib/clock.ts';
import type { AccountsRepositories } from './accounts-store.ts';
import type { TurnedAway } from './attack-protection.ts';
import type { Connection } from './connection.ts';
import { legacyFacts, type Source } from './event.ts';
import { areAcceptableCredentials } from './identifier.ts';
import { contextOf } from './login-events.ts';
import { newMigratedUser } from './new-migrated-user.ts';
import { type LegacyResolution, resolveLegacy } from './resolve-legacy.ts';
import type { RunScriptTrial, ScriptTrial, TrialReport, TriedScript } from './script-trial.ts';
import type { Throttles } from './throttles.ts';
import { subjectFor, type User } from './user.ts';

export interface TryScriptNeeds {
  readonly store: Pick<AccountsRepositories, 'users' | 'tombstones' | 'events'>;
  readonly runScriptTrial: RunScriptTrial;
  readonly throttles: Pick<Throttles, 'scriptTrials'>;
  readonly clock: Clock;
  /** Makes digests of what must not stand in an event as typed. */
  readonly digestKey: Uint8Array;
}

/** Somebody tries a script of a connection. */
export interface TryScriptAttempt extends ScriptTrial {
  readonly connection: Connection;
  readonly clientId: string;
  readonly source: Source;
}

export type TryScriptOutcome =
  | { readonly outcome: 'tried'; readonly report: TrialReport; readonly would?: WouldBe }
  | { readonly outcome: 'no-such-script'; readonly script: TriedScript }
  /** An empty, NUL-bearing or over-long identifier or password never reaches a script (S5). */
  | { readonly outcome: 'unacceptable' }
  | { readonly outcome: 'too-many'; readonly retryAfterSeconds: TurnedAway['retryAfterSeconds'] };

/** What a login would make of the profile. */
export interface WouldBe {
  readonly consequence: 'migrates' | Exclude<LegacyResolution['answer'], LegacyEnding | 'migratable'>;
  readonly user: User;
}

type LegacyEnding = 'absent' | 'refused' | 'unavailable' | 'fault';

/**
 * Runs a script once and tells what came of it (S16). Nobody is created, and no attempt is counted against the user who
 * is asked for: only so many trials an hour are let through, lest this be a door for guessing. It leaves an event.
 */
export async function tryScript(needs: TryScriptNeeds, attempt: TryScriptAttempt): Promise<TryScriptOutcome> {
  const { connection, script, identifier, password, draft } = attempt;
  if (!areAcceptableCredentials(identifier, password ?? 'none')) return { outcome: 'unacceptable' };
  const source = draft?.customScripts[script] ?? connection.options.customScripts[script] ?? '';
  if (source.trim() === '') return { outcome: 'no-such-script', script };
  const place = await needs.throttles.scriptTrials.take(attempt);
  if (!place.admitted) return { outcome: 'too-many', retryAfterSeconds: place.retryAfterSeconds };

  const trial = { script, identifier: identifier.trim() };
  const report = await needs.runScriptTrial(connection, {
    ...trial,
    ...(password === undefined ? {} : { password }),
    ...(draft === undefined ? {} : { draft }),
  });
  await needs.store.events.record({
    ...contextOf(needs.digestKey, attempt, null),
    kind: 'script-tried',
    script,
    outcome: report.answer.answer,
    draft: draft !== undefined,
    legacy: legacyFacts(report.answer),
  });
  const would = await foresee(needs, attempt, report);
  return { outcome: 'tried', report, ...(would === undefined ? {} : { would }) };
}

/** What a login would do with the profile, by the same rules; nothing is written. */
async function foresee(
  { store, clock }: TryScriptNeeds,
  { connection }: TryScriptAttempt,
  { answer, shown }: TrialReport,
): Promise<WouldBe | undefined> {
  if (answer.answer !== 'profile' || shown === undefined) return undefined;
  const resolution = await resolveLegacy(store, connection, answer);
  const found = resolution.answer;
  if (found === 'absent' || found === 'refused' || found === 'unavailable' || found === 'fault')
    return undefined;
  const consequence = found === 'migratable' ? 'migrates' : found;
  const userId = 'userId' in resolution ? resolution.userId : subjectFor(shown.id);
  const how = { how: 'migrated-at-login', at: clock.now(), legacy: legacyFacts(answer) } as const;
  return { consequence, user: newMigratedUser(connection.id, { userId, profile: shown, lifted: [] }, how) };
}
