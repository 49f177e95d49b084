import { html } from 'ghtml';
import type { Page, PageFrame, WayOn } from '../page.ts';
import type { Say, TextValues } from '../texts/text-values.ts';
import type { Texts } from '../texts/texts.ts';
import { icons } from './icons.ts';

type PlainText = Exclude<keyof Texts, keyof TextValues>;

interface Notice {
  readonly status: number;
  readonly icon: keyof typeof icons;
  readonly title: PlainText;
  readonly texts: readonly PlainText[];
}

/**
 * Used, expired, voided, unknown, malformed or no ticket at all: one page and one status for all of them, so that nothing
 * is learnt from it. 410: nothing will come back under this address, and nobody need ask for it again.
 */
const goneStatus = 410;

/** Says that the link of a new password leads nowhere. */
export function passwordLinkGone(frame: PageFrame): Page {
  const texts = ['gonePasswordChange', 'gonePasswordChangeNext'] as const;
  return notice(frame, { status: goneStatus, icon: 'note', title: 'goneTitle', texts });
}

/** Says that the link of an email verification leads nowhere. */
export function verificationLinkGone(frame: PageFrame): Page {
  const texts = ['goneEmailVerification', 'goneEmailVerificationNext'] as const;
  return notice(frame, { status: goneStatus, icon: 'note', title: 'goneTitle', texts });
}

/** Says that the password is changed, and leads on. */
export function passwordChanged(frame: PageFrame, wayOn: WayOn | undefined): Page {
  const texts =
    wayOn === undefined ? (['changedLogins', 'changedClose'] as const) : (['changedLogins'] as const);
  return notice(frame, { status: 200, icon: 'done', title: 'changedTitle', texts }, wayOn);
}

/** Says that the address is verified, and leads on. */
export function emailVerified(frame: PageFrame, wayOn: WayOn | undefined): Page {
  const texts = wayOn === undefined ? (['verifiedClose'] as const) : [];
  return notice(frame, { status: 200, icon: 'done', title: 'verifiedTitle', texts }, wayOn);
}

/** Says that there is no such page. */
export function notFound(frame: PageFrame): Page {
  return notice(frame, { status: 404, icon: 'note', title: 'notFoundTitle', texts: ['notFound'] });
}

/** Says that what was sent is no form of ours. */
export function misread(frame: PageFrame, status: number): Page {
  return notice(frame, { status, icon: 'note', title: 'misreadTitle', texts: ['misread'] });
}

/** Says that the fault is ours. */
export function failed(frame: PageFrame): Page {
  return notice(frame, { status: 500, icon: 'note', title: 'failedTitle', texts: ['failed'] });
}

function notice({ say }: PageFrame, { status, icon, title, texts }: Notice, wayOn?: WayOn): Page {
  const main = html`!${icons[icon]}
<h1>${say(title)}</h1>
!${texts.map((text) => html`<p>${say(text)}</p>`)}
!${wayOn === undefined ? '' : continueLink(say, wayOn)}`;
  return { status, title: say(title), main };
}

function continueLink(say: Say, { url, application }: WayOn): string {
  return html`<p><a class="button" href="${url}">${say('continueTo', { application })}</a></p>`;
}
