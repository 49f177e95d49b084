import type { SendMailOptions } from 'nodemailer';
import type { Letter } from '../accounts/index.ts';
import { readMailAddress } from '../lib/mail-address.ts';
import { readWebAddress } from './contacts.ts';
import { letterHtml } from './letter-html.ts';
import { letterText } from './letter-text.ts';
import type { Sender } from './mail-address.ts';
import { messageIdOf } from './message-id.ts';
import { type WordedLetter, wordLetter } from './word-letter.ts';

/** A message as nodemailer takes it, and the words that it was made of. */
export interface Composed {
  readonly message: SendMailOptions;
  readonly words: WordedLetter;
}

/** Makes a whole message of a letter; null when no message can be sent to its address. */
export function composeLetter(letter: Letter, sender: Sender, nowMs: number): Composed | null {
  const to = readMailAddress(letter.to);
  if (to === null) return null;
  const words = wordLetter(letter, nowMs);
  const { logoUrl, supportEmail } = letter.brand;
  const replyTo = supportEmail === null ? null : readMailAddress(supportEmail);
  const message: SendMailOptions = {
    from: { name: sender.name ?? words.brand, address: sender.address },
    to: { name: '', address: to },
    ...(replyTo === null ? {} : { replyTo: { name: '', address: replyTo } }),
    envelope: { from: sender.address, to: [to] },
    subject: words.subject,
    messageId: messageIdOf(letter.id, sender.address),
    date: new Date(nowMs),
    text: letterText(words),
    html: letterHtml(words, logoUrl === null ? null : readWebAddress(logoUrl, ['https:'])),
    headers: {
      // RFC 3834: nobody is on holiday for this letter. The second says so to Exchange.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': words.locale,
    },
    xMailer: false,
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  return { message, words };
}
