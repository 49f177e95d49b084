import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { SendMailOptions } from 'nodemailer';
import type { Postbox } from '../accounts/index.ts';
import type { Clock } from '../lib/clock.ts';
import { composeLetter } from './compose-letter.ts';
import { readSender } from './mail-address.ts';

export interface OutboxOptions {
  /** Made when it is not there, for its owner only; the newest 500 letters are kept in it. */
  readonly directory: string;
  /** As for `createSmtpPostbox`. */
  readonly from: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Called once for each letter laid down. */
  readonly announce: (announcement: Announcement) => void;
}

/** Where a letter is to be found. The link in it is a secret: fit for a developer's terminal, not for a log. */
export interface Announcement {
  readonly to: string;
  readonly subject: string;
  readonly file: string;
  readonly link: string | null;
}

// A few megabytes: more than anybody looks through.
const maxLetters = 500;

/**
 * The development outbox: lays each letter down as an `.eml` file (RFC 5322), which any mail program opens, and says where.
 *
 * @throws Error when the sender cannot be used
 */
export function createOutboxPostbox({ directory, from, clock, announce }: OutboxOptions): Postbox {
  const sender = readSender(from);
  return {
    async deliver(letter) {
      const nowMs = clock.now();
      const composed = composeLetter(letter, sender, nowMs);
      if (composed === null) return { delivery: 'refused', reason: 'no mail can be sent to this address' };
      const file = resolve(directory, fileName(nowMs, letter.id));
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        await writeFile(file, await render(composed.message), { mode: 0o600 });
        await keepNewest(directory);
      } catch (error) {
        return { delivery: 'failed', reason: `the outbox cannot be written: ${codeOf(error)}` };
      }
      const { subject, action } = composed.words;
      announce({ to: letter.to, subject, file, link: action?.link ?? null });
      return { delivery: 'accepted' };
    },
  };
}

// `2026-11-24T170500.123Z-6924….eml`: sorted by name, sorted by time.
const ownFile = /^\d{4}-\d\d-\d\dT\d{6}\.\d{3}Z-[\w-]*\.eml$/;

function fileName(nowMs: number, letterId: string): string {
  const time = new Date(nowMs).toISOString().replaceAll(':', '');
  return `${time}-${letterId.replace(/[^\w-]/g, '').slice(0, 64)}.eml`;
}

async function render(message: SendMailOptions): Promise<Buffer> {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const { message: rendered } = await transport.sendMail(message);
  if (!Buffer.isBuffer(rendered)) throw new Error('nodemailer rendered a stream');
  return rendered;
}

async function keepNewest(directory: string): Promise<void> {
  const letters = (await readdir(directory)).filter((name) => ownFile.test(name)).toSorted();
  const surplus = letters.slice(0, Math.max(0, letters.length - maxLetters));
  await Promise.all(surplus.map((name) => rm(join(directory, name), { force: true })));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
