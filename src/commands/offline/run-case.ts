import { isDeepStrictEqual } from 'node:util';
import { type LegacyAnswer, type Profile, subjectFor } from '../../accounts/index.ts';
import type { PrintedLine } from '../../legacy/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import type { Case, Outcome } from './cases.ts';
import type { OfflineLegacy } from './open-legacy.ts';

/** What came of a case; this is what `--json` prints, and stays so. */
export interface CaseResult {
  readonly name: string;
  readonly script: string;
  readonly outcome: Outcome;
  readonly asExpected: boolean;
  /** What is not as expected. */
  readonly differences: readonly string[];
  readonly reason?: string;
  /** As the user would be stored, in the API's words. */
  readonly profile?: JsonObject;
  readonly duration_ms: number;
  /** What the script did after its answer: callback-twice, late-throw, late-callback. */
  readonly notes: readonly string[];
  /** Where it wanted to connect to and was not. */
  readonly egress_refused: readonly string[];
  readonly console: readonly Omit<PrintedLine, 'connectionName'>[];
}

/** Asks the script, and holds its answer against what is expected. */
export async function runCase(legacy: OfflineLegacy, asked: Case): Promise<CaseResult> {
  const printed: Omit<PrintedLine, 'connectionName'>[] = [];
  const notes = new Set<string>();
  const directory = legacy.directory({
    onPrint: ({ script, level, text }) => void printed.push({ script, level, text }),
    onAnswer: (answer) => {
      for (const note of answer.notes) notes.add(note);
    },
  });
  const beganAt = performance.now();
  const answer =
    asked.script === 'login'
      ? await directory.authenticate(legacy.connection, asked.identifier, asked.password ?? '')
      : await directory.find(legacy.connection, asked.identifier);
  const durationMs = performance.now() - beganAt;
  const profile = answer.answer === 'profile' ? profileForm(answer.profile) : undefined;
  const differences = differencesOf(asked, answer, profile ?? {});
  return {
    name: asked.name,
    script: asked.script,
    outcome: answer.answer,
    asExpected: differences.length === 0,
    differences,
    ...reasonOf(answer),
    ...(profile === undefined ? {} : { profile }),
    duration_ms: Math.round(durationMs * 10) / 10,
    notes: [...notes],
    egress_refused: legacy.takeRefused(),
    console: printed,
  };
}

function differencesOf({ expect }: Case, { answer }: LegacyAnswer, profile: JsonObject): readonly string[] {
  if (answer !== expect.outcome) return [`the outcome is ${answer}, and ${expect.outcome} was expected`];
  return Object.entries(expect.profile).flatMap(([name, wanted]) =>
    contains(profile[name], wanted)
      ? []
      : [`${name} is ${JSON.stringify(profile[name] ?? null)}, and ${JSON.stringify(wanted)} was expected`],
  );
}

/** Of an object what is expected, whatever else it has; anything else is the same or is not. */
function contains(found: JsonValue | undefined, wanted: JsonValue): boolean {
  if (!isJsonObject(wanted) || !isJsonObject(found)) return isDeepStrictEqual(found ?? null, wanted);
  return Object.entries(wanted).every(([name, inner]) => contains(found[name], inner));
}

function reasonOf(answer: LegacyAnswer): { readonly reason?: string } {
  if (answer.answer === 'refused') return { reason: answer.message };
  return answer.answer === 'unavailable' || answer.answer === 'fault' ? { reason: answer.reason } : {};
}

function profileForm({ createdAt, ...profile }: Profile): JsonObject {
  const form = {
    user_id: subjectFor(profile.id),
    email: profile.email,
    email_verified: profile.emailVerified,
    username: profile.username,
    name: profile.name,
    nickname: profile.nickname,
    given_name: profile.givenName,
    family_name: profile.familyName,
    picture: profile.picture,
    phone_number: profile.phoneNumber,
    user_metadata: profile.userMetadata,
    app_metadata: profile.appMetadata,
    blocked: profile.blocked,
    created_at: createdAt === null ? null : new Date(createdAt).toISOString(),
  };
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== null));
}
