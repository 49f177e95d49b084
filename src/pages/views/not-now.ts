import { html } from 'ghtml';
import type { OpenTicket } from '../open-ticket.ts';
import type { Page, PageFrame } from '../page.ts';
import { account } from './account.ts';
import { icons } from './icons.ts';

/** Why a password that may be right cannot be set just now. */
export interface Hindrance {
  readonly status: 429 | 500 | 503;
  readonly text: 'legacyUnavailable' | 'serverBusy' | 'scriptFault';
  readonly retryAfterSeconds?: number;
}

/** Says what happened, and keeps what was typed: sealed, so that the page holds it without showing it. */
export function notNow(frame: PageFrame, ticket: OpenTicket, hindrance: Hindrance, kept: string): Page {
  const { say } = frame;
  const { status, text, retryAfterSeconds } = hindrance;
  const main = html`!${icons.wait}
<h1>${say('notNowTitle')}</h1>
<p>${say(text)}!${retryAfterSeconds === undefined ? '' : html` ${say('retryIn', { minutes: minutesOf(retryAfterSeconds) })}`}</p>
!${account(frame, ticket)}
<p>${say('passwordIsKept')}</p>
<form method="post" action="${ticket.action}">
<input type="hidden" name="kept" value="${kept}">
<button class="button" type="submit" data-pending="${say('changingPassword')}">${say('tryAgain')}</button>
</form>
<p class="aside"><a href="${ticket.action}">${say('chooseAnother')}</a></p>`;
  const page = { status, title: say('notNowTitle'), main, isRefusal: true };
  return retryAfterSeconds === undefined ? page : { ...page, retryAfterSeconds };
}

function minutesOf(seconds: number): number {
  return seconds < 30 ? 0 : Math.ceil(seconds / 60);
}
