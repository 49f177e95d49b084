import {
  type ConfirmPasswordChangeOutcome,
  HashQueueFull,
  type NewPasswordForm,
  type PasswordFault,
} from '../accounts/index.ts';
import type { PagesNeeds } from './needs.ts';
import type { OpenTicket } from './open-ticket.ts';
import type { Page, PageFrame } from './page.ts';
import { readField } from './read-field.ts';
import type { Done, Submission, TicketPage } from './register-ticket-page.ts';
import { newPassword, type PasswordProblem } from './views/new-password.ts';
import { type Hindrance, notNow } from './views/not-now.ts';
import { passwordChanged, passwordLinkGone } from './views/notices.ts';

/** `/u/reset-password`: choose a new password. */
export const resetPassword: TicketPage = {
  path: 'reset-password',
  purpose: 'password-change',
  gone: passwordLinkGone,
  show: newPassword,
  submit: changePassword,
  done: passwordChanged,
};

async function changePassword(
  needs: PagesNeeds,
  frame: PageFrame,
  submission: Submission,
): Promise<Page | Done> {
  const { ticket, body, source } = submission;
  const typed = readTyped(needs, ticket, body);
  if (typed.problem !== undefined) return newPassword(frame, ticket, { text: typed.problem });
  const { password } = typed;
  const outcome = await confirm(needs, { secret: ticket.secret, password, source });
  switch (outcome.outcome) {
    case 'changed':
      return { resultUrl: outcome.resultUrl };
    case 'gone':
      return passwordLinkGone(frame);
    case 'invalid-password':
      return newPassword(frame, ticket, { text: 'passwordInvalid' });
    case 'refused-password':
      return newPassword(frame, ticket, problemOf(outcome));
    default:
      return notNow(frame, ticket, hindranceOf(outcome), needs.keep(ticket.secret, password));
  }
}

type Typed =
  | { readonly problem: PasswordProblem['text'] }
  | { readonly problem?: undefined; readonly password: string };

/** What was typed now, or what an earlier answer kept. `repeat` is there only where no script has removed it. */
function readTyped({ kept }: Pick<PagesNeeds, 'kept'>, { secret }: OpenTicket, body: unknown): Typed {
  const keptText = readField(body, 'kept');
  if (keptText !== undefined) {
    const password = kept(secret, keptText);
    return password === undefined ? { problem: 'passwordNoLongerKept' } : { password };
  }
  const password = readField(body, 'password') ?? '';
  if (password === '') return { problem: 'passwordEmpty' };
  const repeat = readField(body, 'repeat');
  return repeat !== undefined && repeat !== password ? { problem: 'passwordsDiffer' } : { password };
}

const faults: Readonly<Record<PasswordFault['fault'], PasswordProblem['text']>> = {
  'too-weak': 'passwordTooWeak',
  'too-common': 'passwordTooCommon',
  personal: 'passwordPersonal',
  'used-before': 'passwordUsedBefore',
};

function problemOf(refused: PasswordFault): PasswordProblem {
  const text = faults[refused.fault];
  return refused.fault === 'too-weak' ? { text, rules: refused.rules } : { text };
}

type Busy = { readonly outcome: 'busy'; readonly retryAfterSeconds: number };

async function confirm(
  { confirmPasswordChange }: PagesNeeds,
  change: NewPasswordForm,
): Promise<ConfirmPasswordChangeOutcome | Busy> {
  try {
    return await confirmPasswordChange(change);
  } catch (error) {
    if (!(error instanceof HashQueueFull)) throw error;
    return { outcome: 'busy', retryAfterSeconds: error.retryAfterSeconds };
  }
}

type Hindered = Extract<
  ConfirmPasswordChangeOutcome | Busy,
  { outcome: 'unavailable' | 'script-fault' | 'busy' }
>;

function hindranceOf(outcome: Hindered): Hindrance {
  switch (outcome.outcome) {
    case 'unavailable':
      return { status: 503, text: 'legacyUnavailable', retryAfterSeconds: outcome.retryAfterSeconds };
    case 'busy':
      return { status: 503, text: 'serverBusy', retryAfterSeconds: outcome.retryAfterSeconds };
    case 'script-fault':
      return { status: 500, text: 'scriptFault' };
  }
}
