import { html } from 'ghtml';
import type { OpenTicket } from '../open-ticket.ts';
import type { Page, PageFrame } from '../page.ts';
import { account } from './account.ts';

/** Asks for one press of a button: mail scanners open links, and send no forms. */
export function verifyEmail(frame: PageFrame, ticket: OpenTicket): Page {
  const { say } = frame;
  const main = html`<h1>${say('verifyTitle')}</h1>
<p>${say('verifyExplanation')}</p>
!${account(frame, ticket)}
<form method="post" action="${ticket.action}">
<button class="button" type="submit" data-pending="${say('verifyingEmail')}">${say('verifyEmail')}</button>
</form>
<p class="aside">${say('verifyNotYou')}</p>`;
  return { status: 200, title: say('verifyTitle'), main };
}
