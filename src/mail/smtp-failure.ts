import type { Delivery } from '../accounts/index.ts';
import { isAboutSender, isFinalNo, isPermanent, type SmtpAnswer } from './final-no.ts';

type Unsuccessful = Exclude<Delivery, { readonly delivery: 'accepted' }>;

/** What nodemailer says of a failed delivery, as far as it matters here. */
interface SmtpError extends SmtpAnswer {
  readonly code: string;
  readonly message: string;
}

const maxReasonCharacters = 200;

/**
 * What becomes of a letter after an error. `refused` only where the server has said a final no to the recipient or to the
 * message itself. What it says to the sender, to the credentials, to the connection or by its policy the operator can
 * mend: the letter waits, and there is advice.
 */
export function deliveryAfter(error: unknown): Unsuccessful {
  const smtp = readError(error);
  const reason = reasonFor(smtp);
  if (isFinalNo(smtp)) return { delivery: 'refused', reason };
  const advice = adviceOn(smtp);
  return { delivery: 'failed', reason, ...(advice === undefined ? {} : { advice }) };
}

// RFC 4954, 6: authentication is required, too weak, wrong, or wants encryption.
const aboutCredentials: ReadonlySet<number> = new Set([530, 534, 535, 538]);
const tlsCodes: ReadonlySet<string> = new Set(['ETLS', 'EREQUIRETLS']);

/** Nothing for what may pass: an answer "for now" (4xx), or none. */
function adviceOn(smtp: SmtpError): string | undefined {
  const { code, responseCode } = smtp;
  const isPassing = responseCode >= 400 && responseCode < 500;
  if (isPassing) return undefined;
  if (code === 'EAUTH' || code === 'ENOAUTH' || aboutCredentials.has(responseCode))
    return 'Check the user and the password in SMTP_URL.';
  if (tlsCodes.has(code))
    return 'Check that the mail server offers TLS as SMTP_URL has it, with a certificate for its host.';
  if (!isPermanent(smtp)) return undefined;
  if (isAboutSender(smtp)) return 'Check SMTP_FROM: the mail server does not take letters from this sender.';
  return 'The mail server does not take letters from here: check SMTP_URL, and whom it relays for (its policy, SPF, DKIM).';
}

/**
 * One line for the log. An answer to credentials may repeat them, an answer to the message may quote the link in it: of
 * those only the codes are kept. Addresses are left out: the log names nobody.
 */
function reasonFor({ code, message, command, responseCode, response }: SmtpError): string {
  if (code === 'EAUTH') return `the SMTP server did not accept the credentials (${responseCode || code})`;
  if (code === 'EABORT') return 'given up: the SMTP server took too long, or Segue is stopping';
  if (responseCode === 0) return oneLine(`${code}: ${message}`);
  const [codes = ''] = /^\d{3}([ -]\d\.\d{1,3}\.\d{1,3})?/.exec(response) ?? [];
  return oneLine(`${command || 'SMTP'}: ${command === 'DATA' ? codes : response}`);
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/[^\s<>()[\]:;,"]+@[^\s<>():;,"]+/g, '…')
    .slice(0, maxReasonCharacters);
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
