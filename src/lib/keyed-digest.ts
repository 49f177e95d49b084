import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';

// To make a key of raw bytes costs more than the digest itself.
const prepared = new WeakMap<Uint8Array, KeyObject>();

/**
 * HMAC-SHA-256 of a text, as base64url: tells equal values apart from different ones without giving them away to
 * somebody who lacks the key.
 *
 * @param key is not to be changed after its first use
 */
export function keyedDigest(key: Uint8Array, text: string): string {
  return createHmac('sha256', keyOf(key)).update(text).digest('base64url');
}

function keyOf(bytes: Uint8Array): KeyObject {
  const known = prepared.get(bytes) ?? createSecretKey(bytes);
  prepared.set(bytes, known);
  return known;
}

/** SHA-256 of a text, as base64url. For values with enough entropy of their own (tokens) and for content versions. */
export function contentDigest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
