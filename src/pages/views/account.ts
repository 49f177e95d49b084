import { html } from 'ghtml';
import type { TicketDetails } from '../needs.ts';
import type { PageFrame } from '../page.ts';

/** Where the account is used, as people call it. */
export function applicationOf(
  { brand }: PageFrame,
  { clientName }: Pick<TicketDetails, 'clientName'>,
): string {
  return clientName ?? brand.name;
}

/** Whose account a page is about. */
export function account(frame: PageFrame, ticket: TicketDetails): string {
  const application = applicationOf(frame, ticket);
  return html`<p class="account"><span class="account-label">${frame.say('accountAt', { application })}</span> <bdi class="account-email">${ticket.email}</bdi></p>`;
}
