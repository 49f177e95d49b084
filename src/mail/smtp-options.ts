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

type OptionValue = 'text' | 'number' | 'true or false';

/** What a URL may ask for; the rest of nodemailer's options would log letters, run programs or do nothing at all. */
const known: ReadonlyMap<string, OptionValue> = new Map([
  ['allowInternalNetworkInterfaces', 'true or false'],
  ['authMethod', 'text'],
  ['connectionTimeout', 'number'],
  ['forceAuth', 'true or false'],
  ['greetingTimeout', 'number'],
  ['ignoreTLS', 'true or false'],
  ['localAddress', 'text'],
  ['maxConnections', 'number'],
  ['maxMessages', 'number'],
  ['name', 'text'],
  ['opportunisticTLS', 'true or false'],
  ['proxy', 'text'],
  ['rateDelta', 'number'],
  ['rateLimit', 'number'],
  ['requireTLS', 'true or false'],
  ['socketTimeout', 'number'],
]);

/**
 * Reads an SMTP URL: `smtp://` (STARTTLS when the server offers it) or `smtps://` (TLS from the first byte), credentials,
 * and nodemailer's options as its query (`?requireTLS=true&tls.servername=mail.example`). Credentials go to another
 * machine over TLS only, unless the URL says `requireTLS=false` or `ignoreTLS=true`.
 *
 * @throws Error that names what is wrong, and never shows the URL
 */
export function smtpOptions(url: string, timeouts: SmtpTimeouts): SMTPPoolOptions & { readonly pool: true } {
  const parsed = readSmtpUrl(url);
  if ('fault' in parsed) throw new Error(`the SMTP URL ${parsed.fault}`);
  return {
    url: url.trim(),
    pool: true,
    requireTLS: needsTls(parsed.url),
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

/** What is wrong with an SMTP URL, as the rest of a sentence about it that never shows it; nothing when it can be used. */
export function faultInSmtpUrl(url: string): string | undefined {
  const parsed = readSmtpUrl(url);
  return 'fault' in parsed ? parsed.fault : undefined;
}

function readSmtpUrl(text: string): { readonly url: URL } | { readonly fault: string } {
  const url = URL.parse(text.trim());
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    return {
      fault:
        'is not of the form smtp://user:password@host:port or smtps://… (with "/", "?", "#" and "@" in a password written as %2F, %3F, %23 and %40)',
    };
  }
  const faults = [...new Set(url.searchParams.keys())].map((name) =>
    faultInOption(name, url.searchParams.getAll(name)),
  );
  const fault = faults.find((each) => each !== undefined);
  return fault === undefined ? { url } : { fault };
}

function faultInOption(name: string, values: readonly string[]): string | undefined {
  if (name.startsWith('tls.')) return undefined;
  const wanted = known.get(name);
  // A password with a "?" in it would stand here: only what looks like a name is repeated.
  if (wanted === undefined) return `has an unknown option${/^[a-z.]{1,40}$/i.test(name) ? `: ${name}` : ''}`;
  const [value = '', ...others] = values;
  if (others.length > 0) return `has the option ${name} more than once`;
  if (wanted === 'number' && !/^[1-9]\d{0,8}$/.test(value))
    return `needs a number above 0 as its option ${name}`;
  if (wanted === 'true or false' && !/^(true|false)$/.test(value))
    return `needs true or false as its option ${name}`;
  return undefined;
}

function needsTls(url: URL): boolean {
  const hasCredentials = url.username !== '' || url.password !== '';
  const isOwnMachine = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  return hasCredentials && !isOwnMachine && url.searchParams.get('ignoreTLS') !== 'true';
}
