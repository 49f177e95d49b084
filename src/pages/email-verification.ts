import type { PagesNeeds } from './needs.ts';
import type { Page, PageFrame } from './page.ts';
import type { Done, Submission, TicketPage } from './register-ticket-page.ts';
import { emailVerified, verificationLinkGone } from './views/notices.ts';
import { verifyEmail } from './views/verify-email.ts';

/** `/u/email-verification`: say that an address is one's own. */
export const emailVerification: TicketPage = {
  path: 'email-verification',
  purpose: 'email-verification',
  gone: verificationLinkGone,
  show: verifyEmail,
  submit: verify,
  done: emailVerified,
};

async function verify(needs: PagesNeeds, frame: PageFrame, submission: Submission): Promise<Page | Done> {
  const { ticket, source } = submission;
  const outcome = await needs.verifyEmail({ secret: ticket.secret, source });
  return outcome.outcome === 'verified' ? { resultUrl: outcome.resultUrl } : verificationLinkGone(frame);
}
