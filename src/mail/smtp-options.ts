import type { SMTPPoolOptions } from 'nodemailer';

/** How long a step of a delivery may take, in milliseconds. */
export interface SmtpTimeouts {
  /** From the look-up of the name to the end of STARTTLS. */
  readonly connectMs: number;
  /** For the server's first word, within `connectMs`. */
  readonly greetingMs: number;
  /** Between two words of the server. */
  readonly silenceMs: number;
  /** For one letter in all, its wait for a free connection counted. */
  readonly letterMs: number;
  /** For what is under way when the postbox is closed. */
  readonly closeMs: number;
}

// A relay of one's own answers in milliseconds; ten seconds are for one that makes strangers wait (Postfix postscreen: 6).
// RFC 5321, 4.5.3.2 wants patience after the last byte: given up too early, a letter goes out twice.
export const smtpTimeouts: SmtpTimeouts = {
  connectMs: 10_000,
  greetingMs: 10_000,
  silenceMs: 60_000,
  letterMs: 110_000, // within the two minutes of its job: whoever outlives them is delivered once more
  // A stopping server is commonly given ten seconds for all its work.
  closeMs: 5_000,
};

/** What a URL may ask for; the rest of nodemailer's options would log letters, run programs or do nothing at all. */
const known: ReadonlySet<string> = new Set([
  'allowInternalNetworkInterfaces',
  'authMethod',
  'connectionTimeout',
  'forceAuth',
  'greetingTimeout',
  'ignoreTLS',
  'localAddress',
  'maxConnections',
  'maxMessages',
  'name',
  'opportunisticTLS',
  'proxy',
  'rateDelta',
  'rateLimit',
  'requireTLS',
  'socketTimeout',
]);

/**
 * Reads an SMTP URL: `smtp://` (STARTTLS when the server offers it) or `smtps://` (TLS from the first byte), credentials,
 * and nodemailer's options as its query (`?requireTLS=true&tls.servername=mail.example`). Credentials go to another
 * machine over TLS only, unless the URL says `requireTLS=false` or `ignoreTLS=true`.
 *
 * @throws Error that names what is wrong, and never shows the URL
 */
export function smtpOptions(url: string, timeouts: SmtpTimeouts): SMTPPoolOptions & { readonly pool: true } {
  const parsed = URL.parse(url.trim());
  if (parsed === null || !['smtp:', 'smtps:'].includes(parsed.protocol) || parsed.hostname === '') {
    throw new Error('the SMTP URL is not of the form smtp://user:password@host:port or smtps://…');
  }
  for (const name of parsed.searchParams.keys()) {
    if (!known.has(name) && !name.startsWith('tls.'))
      throw new Error(`the SMTP URL has an unknown option: ${name}`);
  }
  return {
    url: url.trim(),
    pool: true,
    requireTLS: needsTls(parsed),
    // Retrying is the caller's; once is for a pooled connection that the server has closed in the meantime.
    maxRequeues: 1,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.silenceMs,
    dnsTimeout: timeouts.connectMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function needsTls(url: URL): boolean {
  const hasCredentials = url.username !== '' || url.password !== '';
  const isOwnMachine = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  return hasCredentials && !isOwnMachine && url.searchParams.get('ignoreTLS') !== 'true';
}
