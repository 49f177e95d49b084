/** What a server has answered, and to which command. */
export interface SmtpAnswer {
  /** `RCPT TO`, `DATA` (which stands for the message too), `MAIL FROM`, `AUTH PLAIN`, … */
  readonly command: string;
  /** Zero: the server gave no answer. */
  readonly responseCode: number;
  readonly response: string;
}

/** An enhanced status code (RFC 3463) of class 5. */
interface EnhancedStatus {
  readonly subject: number;
  readonly detail: number;
}

/**
 * Whether an answer means that this letter will never be taken, whatever the operator does: a permanent no (5xx) to the
 * recipient, or to the kind of message that it is. A no to our server, sender, credentials or connection is none, nor is
 * one that leaves open to what: in doubt the letter is tried again.
 */
export function isFinalNo(answer: SmtpAnswer): boolean {
  const { command, response } = answer;
  if (!isPermanent(answer) || (command !== 'RCPT TO' && command !== 'DATA')) return false;
  const status = enhancedStatus(response);
  return status === undefined ? isFinalReply(answer) : isFinalStatus(status, response);
}

/** Whether the server has said that it will say the same again. */
export function isPermanent({ responseCode }: SmtpAnswer): boolean {
  return responseCode >= 500 && responseCode < 600;
}

/** Whether an answer is about who sends: servers give it to `MAIL FROM`, or put it off to `RCPT TO`. */
export function isAboutSender({ command, response }: SmtpAnswer): boolean {
  if (command === 'MAIL FROM' || /\bsender\b/i.test(response)) return true;
  const status = enhancedStatus(response);
  return status?.subject === 1 && sendersDetails.has(status.detail);
}

// RFC 3463, 3.2: X.1.7 and X.1.8 are about the sender's address; all others of X.1 about the recipient's.
const sendersDetails: ReadonlySet<number> = new Set([7, 8]);

/** RFC 3463, 2 and 3, by subject. */
function isFinalStatus({ subject, detail }: EnhancedStatus, response: string): boolean {
  switch (subject) {
    case 1: // addressing: no such mailbox, no such domain. X.1.0 says not whose: Postfix gives it for the sender too
      return detail === 0 ? !isAboutUs(response) : !sendersDetails.has(detail);
    case 2: // the mailbox: disabled, full
      return true;
    case 6: // the content, an address beyond ASCII (RFC 6531) included: the next letter would be the same
      return true;
    default: // X.0 undefined, X.3 the mail system, X.4 the network, X.5 the protocol, X.7 policy, relaying, authentication
      return false;
  }
}

// RFC 5321, 4.2.3 and 4.3.2; 556 of RFC 7504. 554 ("transaction failed") does not say to what, at the message it is most
// often policy, and so is 550 there. 503 and 530 … 538 (RFC 4954) are about the session.
const aboutRecipient: ReadonlySet<number> = new Set([501, 550, 551, 552, 553, 556]);
const aboutMessage: ReadonlySet<number> = new Set([552]);

/** An answer without an enhanced code. */
function isFinalReply({ command, responseCode, response }: SmtpAnswer): boolean {
  const finalCodes = command === 'RCPT TO' ? aboutRecipient : aboutMessage;
  return finalCodes.has(responseCode) && !isAboutUs(response);
}

/** Words by which servers say, under the codes of a bad recipient, that it is us whom they will not serve. */
function isAboutUs(response: string): boolean {
  return /\b(?:relay|(?:un)?authenti|sender\b|polic(?:y|ies)\b|prohibit|access denied|block|black-?list|spam|reputation)/i.test(
    response,
  );
}

/** At its place (RFC 2034), or at the end, as qmail has it: `553 sorry, … (#5.7.1)`. */
function enhancedStatus(response: string): EnhancedStatus | undefined {
  const found =
    /^5\d\d[ -](\d)\.(\d{1,3})\.(\d{1,3})\b/.exec(response) ??
    /\(#(\d)\.(\d{1,3})\.(\d{1,3})\)/.exec(response);
  if (found === null) return undefined;
  const [, statusClass, subject, detail] = found;
  // A class that contradicts the reply: take it for the milder of the two.
  return statusClass === '5'
    ? { subject: Number(subject), detail: Number(detail) }
    : { subject: 0, detail: 0 };
}
