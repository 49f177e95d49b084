import { type TSchema, Type } from 'typebox';
import type {
  Connection,
  LegacyAnswer,
  Profile,
  TryScriptOutcome,
  User,
} from '../../../../accounts/index.ts';
import { inTenths } from '../../../in-tenths.ts';
import { userForm, userSchema } from '../../../user-form.ts';

/** What came of a trial. */
export const trialSchema: TSchema = Type.Object(
  {
    outcome: Type.String({
      description:
        'profile; absent (nobody, or a wrong password); refused (by the script, with a message for the user); unavailable (the legacy user store); fault (of the script)',
    }),
    reason: Type.Optional(Type.String({ description: 'Why, without secrets' })),
    code: Type.Optional(Type.String({ description: 'Of a refusal' })),
    profile: Type.Optional(userSchema),
    consequence: Type.Optional(
      Type.String({
        description:
          'What a login would make of the profile: migrates, present, moved, tombstoned, conflict, new-password-required',
      }),
    ),
    duration_ms: Type.Number(),
    script_version: Type.String(),
    console: Type.Array(Type.Object({ script: Type.String(), level: Type.String(), text: Type.String() }), {
      description: 'What the scripts printed, without secrets',
    }),
  },
  { title: 'ScriptTrial' },
);

type Tried = Extract<TryScriptOutcome, { outcome: 'tried' }>;

/** What a user has only once it is here, and a profile says nothing of. */
const ofUsersHere: ReadonlySet<string> = new Set(['identities', 'updated_at', 'logins_count', 'segue']);

/** A trial in the API's form; its profile as the user would be shown who is made of it. */
export function trialForm({ report, would }: Tried, connection: Pick<Connection, 'name'>): object {
  const { answer, printed, durationMs } = report;
  return {
    outcome: answer.answer,
    ...reasonOf(answer),
    ...(would === undefined
      ? {}
      : { profile: profileForm(would.user, report.shown, connection), consequence: would.consequence }),
    duration_ms: inTenths(durationMs),
    script_version: answer.scriptVersion,
    console: printed.map(({ script, level, text }) => ({ script, level, text })),
  };
}

function profileForm(user: User, profile: Profile | undefined, connection: Pick<Connection, 'name'>): object {
  const isTold = (name: string): boolean =>
    name === 'created_at' ? typeof profile?.createdAt === 'number' : !ofUsersHere.has(name);
  return Object.fromEntries(Object.entries(userForm(user, connection)).filter(([name]) => isTold(name)));
}

function reasonOf(answer: LegacyAnswer): object {
  switch (answer.answer) {
    case 'refused':
      return { reason: answer.message, code: answer.code };
    case 'unavailable':
    case 'fault':
      return { reason: answer.reason };
    case 'absent':
      return answer.known ? { reason: 'the script knows the user' } : {};
    case 'profile':
      return {};
  }
}
