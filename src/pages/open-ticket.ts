import type { TicketPurpose } from '../accounts/index.ts';
import type { PagesNeeds, TicketDetails } from './needs.ts';
import type { PageFrame } from './page.ts';
import { readField } from './read-field.ts';

/** A ticket that can be used, with the form that uses it. */
export interface OpenTicket extends TicketDetails {
  readonly secret: string;
  /** Where the page's form goes: the page itself, so that a reload of whatever comes next finds the form again. */
  readonly action: string;
  /** `ui_locales` of the link; undefined when it has none that could name a language. */
  readonly languages: string | undefined;
}

/** A page behind a mailed link, under the edge's path. */
export type TicketPath = 'reset-password' | 'email-verification';

// Ours have 43 characters of base64url; what cannot be one is not looked up.
const secretForm = /^[\w.~-]{16,256}$/;
const languagesForm = /^[a-zA-Z0-9 -]{1,100}$/;

/** The ticket that a link names; undefined when it cannot be used, or not for this. */
export async function findOpenTicket(
  { lookAtTicket }: Pick<PagesNeeds, 'lookAtTicket'>,
  { basePath }: Pick<PageFrame, 'basePath'>,
  page: { readonly path: TicketPath; readonly purpose: TicketPurpose },
  query: unknown,
): Promise<OpenTicket | undefined> {
  const secret = readField(query, 'ticket') ?? '';
  if (!secretForm.test(secret)) return undefined;
  const view = await lookAtTicket(secret);
  if (view.state !== 'open' || view.purpose !== page.purpose) return undefined;
  const { purpose, email, clientName = null, rules } = view;
  const languages = readLanguages(query);
  const parameters = new URLSearchParams({ ticket: secret });
  if (languages !== undefined) parameters.set('ui_locales', languages);
  const action = `${basePath}${page.path}?${parameters}`;
  return { purpose, email, clientName, rules, secret, languages, action };
}

function readLanguages(query: unknown): string | undefined {
  const languages = readField(query, 'ui_locales');
  return languages !== undefined && languagesForm.test(languages) ? languages : undefined;
}
