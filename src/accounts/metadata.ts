import type { JsonObject, JsonValue } from '../lib/json.ts';

/** Far more than people keep, little enough to read with every login; Auth0 puts at most 16 kB in a token's reach. */
export const maxMetadataBytes = 64 * 1024;

/** A change of metadata: null takes a key away. */
export type MetadataPatch = JsonObject;

/**
 * Metadata after a patch. Keys are merged at the first level only; an empty patch clears everything: both as Auth0 has
 * it.
 */
export function patchedMetadata(current: JsonObject, patch: MetadataPatch): JsonObject {
  const changes = Object.entries(patch);
  if (changes.length === 0) return {};
  const merged = new Map<string, JsonValue>([...Object.entries(current), ...changes]);
  return Object.fromEntries([...merged].filter(([, value]) => value !== null));
}

/** Whether metadata is small enough to be kept. */
export function isSmallMetadata(metadata: JsonObject): boolean {
  return Buffer.byteLength(JSON.stringify(metadata)) <= maxMetadataBytes;
}
