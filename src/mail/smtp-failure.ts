import type { Delivery } from '../accounts/index.ts';

type Unsuccessful = Exclude<Delivery, { readonly delivery: 'accepted' }>;

/** What nodemailer says of a failed delivery, as far as it matters here. */
interface SmtpError {
  readonly code: string;
  readonly message: string;
  /** The command that was answered with the failure: `RCPT TO`, `DATA`, `AUTH PLAIN`, … */
  readonly command: string;
  /** Zero: the server gave no answer. */
  readonly responseCode: number;
  readonly response: string;
}

// RFC 4954, 6, and a wrong order of commands: about our session, not about the letter.
const aboutSession: ReadonlySet<number> = new Set([503, 530, 534, 535, 538]);
const maxReasonCharacters = 200;

/**
 * What becomes of a letter after an error. `refused` only where the server has said a final no (5xx) to the recipient or to
 * the message itself: what it says to the sender, to the credentials or to the connection, the operator can mend.
 */
export function deliveryAfter(error: unknown): Unsuccessful {
  const smtp = readError(error);
  const final = smtp.responseCode >= 500 && smtp.responseCode < 600 && !aboutSession.has(smtp.responseCode);
  const aboutLetter = smtp.command === 'RCPT TO' || smtp.command === 'DATA';
  return { delivery: final && aboutLetter ? 'refused' : 'failed', reason: reasonFor(smtp) };
}

/**
 * One line for the log. An answer to credentials may repeat them, an answer to the message may quote the link in it: of
 * those only the codes are kept.
 */
function reasonFor({ code, message, command, responseCode, response }: SmtpError): string {
  if (code === 'EAUTH') return `the SMTP server did not accept the credentials (${responseCode || code})`;
  if (code === 'EABORT') return 'given up: the SMTP server took too long, or Segue is stopping';
  if (responseCode === 0) return oneLine(`${code}: ${message}`);
  const [codes = ''] = /^\d{3}([ -]\d\.\d{1,3}\.\d{1,3})?/.exec(response) ?? [];
  return oneLine(`${command || 'SMTP'}: ${command === 'DATA' ? codes : response}`);
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, maxReasonCharacters);
}

function readError(error: unknown): SmtpError {
  const fields: Partial<Record<keyof SmtpError, unknown>> = error instanceof Error ? error : {};
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return {
    code: text(fields.code) || 'UNKNOWN',
    message: text(fields.message),
    command: text(fields.command),
    responseCode: typeof fields.responseCode === 'number' ? fields.responseCode : 0,
    response: text(fields.response),
  };
}
