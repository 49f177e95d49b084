import type { SMTPPoolOptions, SMTPPoolSentMessageInfo, Transporter } from 'nodemailer';
import type { Delivery, Postbox } from '../accounts/index.ts';
import type { Clock } from '../lib/clock.ts';
import { composeLetter } from './compose-letter.ts';
import { readSender } from './mail-address.ts';
import { deliveryAfter } from './smtp-failure.ts';
import { type SmtpTimeouts, smtpOptions, smtpTimeouts } from './smtp-options.ts';

export interface SmtpPostboxOptions {
  /** `smtp://` or `smtps://` with credentials; a secret. */
  readonly url: string;
  /** `no-reply@acme.example` or `Acme <no-reply@acme.example>`; without a name the brand's stands there. */
  readonly from: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly timeouts?: SmtpTimeouts;
}

/** A postbox with connections that must be closed. */
export interface SmtpPostbox extends Postbox {
  /** Takes nothing more; lets what is under way end for `closeMs`, then gives it up as failed. */
  close(): Promise<void>;
}

type SmtpTransport = Transporter<SMTPPoolSentMessageInfo, SMTPPoolOptions>;

/**
 * A postbox that hands letters to an SMTP server (RFC 5321) over a few kept connections. The address is checked before
 * anything is sent. A non-ASCII local part is sent as it is, announced with SMTPUTF8 (RFC 6531) where the server has it;
 * a server without it decides for itself.
 *
 * @throws Error when the URL or the sender cannot be used; the message holds no secret
 */
export function createSmtpPostbox({
  url,
  from,
  clock,
  timeouts = smtpTimeouts,
}: SmtpPostboxOptions): SmtpPostbox {
  const sender = readSender(from);
  const options = smtpOptions(url, timeouts);
  const underWay = new Set<Promise<unknown>>();
  const givenUp = new AbortController();
  let transport: Promise<SmtpTransport> | undefined;
  let closed = false;

  const send = async (message: object): Promise<Delivery> => {
    try {
      transport ??= openTransport(options);
      const signal = AbortSignal.any([givenUp.signal, AbortSignal.timeout(timeouts.letterMs)]);
      await (await transport).sendMail({ ...message, signal });
      return { delivery: 'accepted' };
    } catch (error) {
      return deliveryAfter(error);
    }
  };

  return {
    async deliver(letter) {
      if (closed) return { delivery: 'failed', reason: 'the postbox is closed' };
      const composed = composeLetter(letter, sender, clock.now());
      if (composed === null) return { delivery: 'refused', reason: 'no mail can be sent to this address' };
      const sending = send(composed.message);
      underWay.add(sending);
      return await sending.finally(() => underWay.delete(sending));
    },
    async close() {
      closed = true;
      const grace = setTimeout(() => givenUp.abort(), timeouts.closeMs);
      await Promise.allSettled(underWay);
      clearTimeout(grace);
      (await transport)?.close();
    },
  };
}

// Loaded at first use: nodemailer takes a tenth of a second, and a start should not wait for it.
async function openTransport(options: SMTPPoolOptions & { readonly pool: true }): Promise<SmtpTransport> {
  const { createTransport } = await import('nodemailer');
  return createTransport(options);
}
