import { deliveryAfter } from './smtp-failure.ts';
import { smtpOptions, smtpTimeouts } from './smtp-options.ts';

export type SmtpProbe =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string; readonly advice?: string };

// Whoever asks sits before a terminal; for each step as long as for a letter's.
const silenceMs = 10_000;
const probeMs = 20_000;

/**
 * Connects to an SMTP server as for a letter, authenticates where the server wants that, and hangs up. It ends within
 * `withinMs`.
 *
 * @throws Error when the URL cannot be used; the message holds no secret
 */
export async function probeSmtp(url: string, withinMs: number = probeMs): Promise<SmtpProbe> {
  const options = smtpOptions(withoutTimeouts(url), { ...smtpTimeouts, silenceMs });
  const { createTransport } = await import('nodemailer');
  const transport = createTransport(options);
  const late = Promise.withResolvers<SmtpProbe>();
  const reason = `no answer within ${withinMs / 1000} s`;
  const timer = setTimeout(() => late.resolve({ ok: false, reason }), withinMs);
  try {
    return await Promise.race([transport.verify().then(() => ({ ok: true }) as const, failed), late.promise]);
  } finally {
    clearTimeout(timer);
    transport.close();
  }
}

function failed(error: unknown): SmtpProbe {
  const { delivery: _, ...why } = deliveryAfter(error);
  return { ok: false, ...why };
}

/** A patience that was meant for letters is none for a terminal. */
function withoutTimeouts(url: string): string {
  const parsed = URL.parse(url.trim());
  if (parsed === null) return url;
  for (const name of ['connectionTimeout', 'greetingTimeout', 'socketTimeout'])
    parsed.searchParams.delete(name);
  return parsed.href;
}
