import type { AccountsRepositories } from './accounts-store.ts';
import type { Connection } from './connection.ts';
import type { AccountEvent, LegacyCallFacts, LegacyTrouble } from './event.ts';
import { identifierKey } from './identifier.ts';
import type { LegacyAnswer } from './legacy-directory.ts';
import { type LegacyResolution, type Migratable, resolveLegacy } from './resolve-legacy.ts';
import type { User } from './user.ts';

/** Who is behind an address for which a new password is to be set, as far as the legacy system can tell. */
export type PasswordChangeHolder =
  /** Not here yet: the password change will create it. Its address is the profile's own: mail goes there (S2). */
  | (Migratable & { readonly is: 'legacy-user'; readonly email: string })
  /** Migrated meanwhile. */
  | { readonly is: 'user'; readonly user: User }
  | { readonly is: 'nobody'; readonly why: WhyNobody; readonly advice?: string }
  | { readonly is: 'unavailable'; readonly retryAfterSeconds: number; readonly reason: string }
  | { readonly is: 'fault'; readonly script: string; readonly reason: string };

export type WhyNobody = 'unknown' | 'refused-by-script' | 'other-address' | LegacyTrouble;

/**
 * Decides what a Get User script's answer means for a password change. The profile counts only when its own address, not
 * the typed one, is the one asked for: a legacy that compares without accents would hand the victim's account to a
 * look-alike (S2, CVE-2019-19844). Run it inside the transaction that acts on it.
 */
export async function resolveForPasswordChange(
  store: Pick<AccountsRepositories, 'users' | 'tombstones'>,
  connection: Connection,
  email: string,
  answer: LegacyAnswer,
): Promise<PasswordChangeHolder> {
  switch (answer.answer) {
    case 'absent':
      return { is: 'nobody', why: 'unknown' };
    case 'refused':
      return { is: 'nobody', why: 'refused-by-script' };
    case 'unavailable':
      return { is: 'unavailable', retryAfterSeconds: answer.retryAfterSeconds, reason: answer.reason };
    case 'fault':
      return { is: 'fault', script: answer.script, reason: answer.reason };
    case 'profile': {
      const { profile } = answer;
      if (profile.email === null || identifierKey(profile.email) !== identifierKey(email)) {
        return { is: 'nobody', why: 'other-address' };
      }
      return holderOf(await resolveLegacy(store, connection, answer), profile.email);
    }
  }
}

/** Why nobody gets a link, for the operator: what others are told names neither a script's fault nor a tombstone. */
export function eventOfNobody(
  holder: Exclude<PasswordChangeHolder, { is: 'legacy-user' | 'user' }>,
  legacy: LegacyCallFacts,
): AccountEvent {
  switch (holder.is) {
    case 'nobody':
      return { kind: 'password-change-not-offered', reason: holder.advice ?? holder.why, legacy };
    case 'unavailable':
      return { kind: 'legacy-unavailable', reason: holder.reason, legacy };
    case 'fault':
      return { kind: 'script-fault', script: holder.script, reason: holder.reason, legacy };
  }
}

function holderOf(resolution: LegacyResolution, email: string): PasswordChangeHolder {
  switch (resolution.answer) {
    case 'migratable':
    case 'new-password-required': {
      // which is what is about to be set (S7)
      const { userId, profile, lifted } = resolution;
      return { is: 'legacy-user', userId, profile, email, lifted };
    }
    case 'present':
      return { is: 'user', user: resolution.user };
    case 'moved':
    case 'tombstoned':
    case 'conflict':
      return { is: 'nobody', why: resolution.answer, advice: resolution.advice };
    default:
      throw new Error(`a profile cannot resolve to "${resolution.answer}"`);
  }
}
