import { isPlainObject } from '../lib/json.ts';
import type { Source } from './event.ts';
import type { CheckLocalUsers, Job, LetterOrder, PasswordChangeRequest, SendLetter } from './jobs.ts';

// An address, a URL and a few language tags need 3 kB; more than this is nobody's honest work.
const maxPayloadBytes = 64 * 1024;

/**
 * The text under which a job's payload is stored.
 *
 * @throws RangeError when it is larger than 64 kB
 */
export function writeJobPayload({ payload }: Job): string {
  const text = JSON.stringify(payload);
  if (Buffer.byteLength(text) > maxPayloadBytes) throw new RangeError('the payload of a job is too large');
  return text;
}

/** The job behind a stored kind and payload; `undefined` for one that this release does not know how to read. */
export function readJob(kind: string, text: string): Job | undefined {
  const value = parsed(text);
  if (!isPlainObject(value)) return undefined;
  if (kind === 'password-change-request') return asJob(kind, passwordChangeRequest(value));
  if (kind === 'send-letter') return asJob(kind, sendLetter(value));
  if (kind === 'check-local-users') return asJob(kind, checkLocalUsers(value));
  return undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(text: string): unknown {
  if (Buffer.byteLength(text) > maxPayloadBytes) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asJob<Kind, Payload>(
  kind: Kind,
  payload: Payload | undefined,
): { readonly kind: Kind; readonly payload: Payload } | undefined {
  return payload && { kind, payload };
}

function passwordChangeRequest(value: Fields): PasswordChangeRequest | undefined {
  const { connectionId, email, clientId, languages, resultUrl } = value;
  const source = isPlainObject(value['source']) ? sourceOf(value['source']) : undefined;
  if (!isText(connectionId) || !isText(email) || !isTextOrNull(clientId)) return undefined;
  if (!areTexts(languages) || !isTextOrNull(resultUrl) || source === undefined) return undefined;
  return { connectionId, email, clientId, languages, resultUrl, source };
}

function sourceOf({ ip, userAgent }: Fields): Source | undefined {
  return isTextOrNull(ip) && isTextOrNull(userAgent) ? { ip, userAgent } : undefined;
}

function sendLetter(value: Fields): SendLetter | undefined {
  const { languages, userId, connectionId } = value;
  const letter = isPlainObject(value['letter']) ? letterOrder(value['letter']) : undefined;
  if (letter === undefined || !areTexts(languages)) return undefined;
  if (!isTextOrNull(userId) || !isText(connectionId)) return undefined;
  return { letter, languages, userId, connectionId };
}

function checkLocalUsers(value: Fields): CheckLocalUsers | undefined {
  const { connectionId, afterUserId, asked, found, unclear } = value;
  if (!isText(connectionId) || !isText(afterUserId)) return undefined;
  if (!isCount(asked) || !isCount(found) || !isCount(unclear)) return undefined;
  return { connectionId, afterUserId, asked, found, unclear };
}

function letterOrder({ kind, ticketId, to, at }: Fields): LetterOrder | undefined {
  if (kind === 'password-change' || kind === 'email-verification')
    return isText(ticketId) ? { kind, ticketId } : undefined;
  if (kind === 'password-changed' || kind === 'email-changed')
    return isText(to) && Number.isSafeInteger(at) ? { kind, to, at: Number(at) } : undefined;
  return undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}
