import type { TestContext } from 'node:test';
import { type Mailbox, type MailboxOptions, openMailbox } from '../../../test/kit/mailbox.ts';
import { createSmtpPostbox, type SmtpPostbox, type SmtpPostboxOptions } from '../smtp-postbox.ts';
import { sampleClock } from './sample-letters.ts';

/** A mailbox and a postbox that sends to it, both closed at the end of the test; `query` is added to the URL. */
export async function stageSmtp(
  t: TestContext,
  mailboxOptions: MailboxOptions = {},
  options: Partial<SmtpPostboxOptions> & { readonly query?: string } = {},
): Promise<{ mailbox: Mailbox; postbox: SmtpPostbox }> {
  const mailbox = await openMailbox(mailboxOptions);
  const url = `${mailbox.url}${options.query ?? ''}`;
  const postbox = createSmtpPostbox({ url, from: 'no-reply@acme.example', clock: sampleClock, ...options });
  t.after(async () => {
    await postbox.close();
    await mailbox.close();
  });
  return { mailbox, postbox };
}
