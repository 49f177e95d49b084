import { createHash, createHmac } from 'node:crypto';

/**
 * HMAC-SHA-256 of a text, as base64url: tells equal values apart from different ones without giving them away to
 * somebody who lacks the key.
 */
export function keyedDigest(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** SHA-256 of a text, as base64url. For values with enough entropy of their own (tokens) and for content versions. */
export function contentDigest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
