import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { type MimeMessage, readMime } from './read-mime.ts';

/** A letter that a mailbox has received. */
export interface ReceivedLetter extends MimeMessage {
  /** Who the server was told it comes from and goes to; a header may say otherwise. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly messageId: string;
  /** Each web address in the letter once, as a browser would open it. */
  readonly links: readonly string[];
  /** Whether it came over TLS. */
  readonly secure: boolean;
  /** Every byte, as a latin-1 string. */
  readonly raw: string;
}

/** Where a delivery stands when a mailbox answers: before the answer to each command, and to the letter itself. */
export type MailboxStep =
  | { readonly step: 'connected' }
  | { readonly step: 'mail-from'; readonly address: string }
  | { readonly step: 'rcpt-to'; readonly address: string }
  | { readonly step: 'letter'; readonly letter: ReceivedLetter };

/** An SMTP answer other than yes: `{ code: 550, text: '5.1.1 no such user' }`. */
export interface MailboxRefusal {
  readonly code: number;
  readonly text: string;
}

export interface MailboxOptions {
  /** What to answer; nothing means yes. A promise that never settles makes the server hang there. */
  readonly answer?: (step: MailboxStep) => Answer | Promise<Answer>;
  /** Only who logs in may send. */
  readonly credentials?: { readonly user: string; readonly password: string };
  /** Offers STARTTLS with this certificate. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Knows only addresses in ASCII. */
  readonly asciiOnly?: boolean;
}

type Answer = MailboxRefusal | undefined;

/** An SMTP server on a free port of this machine that keeps what it is sent. */
export interface Mailbox {
  /** For `SMTP_URL`, the credentials in it. */
  readonly url: string;
  readonly port: number;
  letters(): readonly ReceivedLetter[];
  /** The first letter, there or still to come, that is wanted; the test's own time limit is the bound. */
  waitFor(isWanted: (letter: ReceivedLetter) => boolean): Promise<ReceivedLetter>;
  /** Forgets the letters so far. */
  clear(): void;
  close(): Promise<void>;
}

/** Opens a mailbox; it answers at once, takes every letter and must be closed. */
export async function openMailbox(options: MailboxOptions = {}): Promise<Mailbox> {
  const letters: ReceivedLetter[] = [];
  const arrivals = new EventTarget();
  const server = new SMTPServer(
    serverOptions(options, (letter) => {
      letters.push(letter);
      arrivals.dispatchEvent(new Event('letter'));
    }),
  );
  // A client that breaks off is what some tests are about.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('the mailbox has no port');
  const { user, password } = options.credentials ?? { user: '', password: '' };
  const login = user === '' ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;
  return {
    url: `smtp://${login}127.0.0.1:${address.port}`,
    port: address.port,
    letters: () => [...letters],
    async waitFor(isWanted) {
      for (;;) {
        const letter = letters.find(isWanted);
        if (letter !== undefined) return letter;
        await once(arrivals, 'letter');
      }
    },
    clear: () => void letters.splice(0),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function serverOptions(
  { answer = () => undefined, credentials, tls, asciiOnly = false }: MailboxOptions,
  keep: (letter: ReceivedLetter) => void,
): SMTPServerOptions {
  type Done = (error?: Error | null) => void;
  const settle = (step: MailboxStep, done: Done, accepted: () => void = () => undefined): void => {
    Promise.resolve(answer(step)).then((refusal) => {
      if (refusal === undefined) accepted();
      done(
        refusal === undefined ? null : Object.assign(new Error(refusal.text), { responseCode: refusal.code }),
      );
    }, done);
  };
  return {
    ...(tls ?? {}),
    logger: false,
    disabledCommands: [
      ...(tls === undefined ? ['STARTTLS'] : []),
      ...(credentials === undefined ? ['AUTH'] : []),
    ],
    allowInsecureAuth: true,
    hideSMTPUTF8: asciiOnly,
    disableReverseLookup: true,
    // Who closes a mailbox has nothing left to say to it.
    closeTimeout: 1,
    onConnect: (_session, done) => settle({ step: 'connected' }, done),
    onAuth: ({ username, password }, _session, done) =>
      credentials !== undefined && username === credentials.user && password === credentials.password
        ? done(null, { user: username })
        : done(new Error('5.7.8 Authentication credentials invalid')),
    onMailFrom: ({ address }, _session, done) => settle({ step: 'mail-from', address }, done),
    onRcptTo: ({ address }, _session, done) => settle({ step: 'rcpt-to', address }, done),
    onData: (stream, { envelope, secure }, done) => {
      stream.setEncoding('latin1');
      const { mailFrom, rcptTo } = envelope;
      const route = {
        from: mailFrom === false ? '' : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
      };
      readAll(stream).then((raw) => {
        const letter = readLetter(raw, route, secure);
        settle({ step: 'letter', letter }, done, () => keep(letter));
      }, done);
    },
  };
}

function readLetter(raw: string, envelope: ReceivedLetter['envelope'], secure: boolean): ReceivedLetter {
  const message = readMime(raw);
  const header = (name: string): string => message.headers.get(name) ?? '';
  return {
    ...message,
    envelope,
    from: header('from'),
    to: header('to'),
    subject: header('subject'),
    messageId: header('message-id'),
    links: linksIn(message),
    secure,
    raw,
  };
}

function linksIn({ text, html }: MimeMessage): readonly string[] {
  const inHtml = [...html.matchAll(/\shref="([^"]*)"/g)].map(([, href = '']) => decodeEntities(href));
  const inText = [...text.matchAll(/https?:\/\/\S+/g)].map(([link]) => link);
  return [...new Set([...inText, ...inHtml.filter((link) => /^https?:/.test(link))])];
}

/** Numeric character references and the five names of XML. */
function decodeEntities(html: string): string {
  const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return html.replace(/&(?:#(\d+)|(\w+));/g, (whole, code?: string, name = '') =>
    code === undefined ? (names[name] ?? whole) : String.fromCodePoint(Number(code)),
  );
}
