import { readMailAddress } from '../lib/mail-address.ts';

/** Who letters come from. */
export interface Sender {
  /** Null: the brand's name stands there. */
  readonly name: string | null;
  readonly address: string;
}

/**
 * Reads `no-reply@acme.example` or `Acme <no-reply@acme.example>`.
 *
 * @throws Error when that is neither
 */
export function readSender(from: string): Sender {
  const sender = senderIn(from);
  if (sender === null) throw new Error(`not a sender's address: ${JSON.stringify(from)}`);
  return sender;
}

/** Whether letters can come from this sender. */
export function isSender(from: string): boolean {
  return senderIn(from) !== null;
}

function senderIn(from: string): Sender | null {
  const [, name, bracketed] = /^([^<>"\p{Cc}]*)<([^<>]*)>$/u.exec(from.trim()) ?? [];
  const address = readMailAddress(bracketed ?? from.trim());
  return address === null ? null : { name: name?.trim() || null, address };
}
