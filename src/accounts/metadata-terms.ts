import type { JsonObject, JsonValue } from '../lib/json.ts';
import { isStorableText } from '../lib/storable-text.ts';

/** A value in metadata, with the path that leads to it. */
export interface MetadataTerm {
  readonly path: string;
  readonly value: string;
}

// Each is a row of the store with every user. What people search by is short, near the top, and not much.
const mostTerms = 200;
const deepest = 10;
const mostCharacters = 256;

/**
 * The values by which metadata can be searched: texts, numbers and truth values (as JSON writes them), each under the keys
 * that lead to it with dots between them; arrays add nothing to a path. Long texts and keys, what lies deeper than ten
 * levels, and all after the first two hundred are left out.
 */
export function metadataTerms(metadata: JsonObject): readonly MetadataTerm[] {
  const found = new Map<string, MetadataTerm>();
  collect(metadata, '', 0, found);
  return [...found.values()];
}

function collect(value: JsonValue, path: string, depth: number, found: Map<string, MetadataTerm>): void {
  if (value === null || depth > deepest || found.size === mostTerms) return;
  if (typeof value === 'object') {
    for (const [key, each] of Object.entries(value)) {
      const isElement = Array.isArray(value);
      const below = isElement ? path : `${path}${path === '' ? '' : '.'}${key}`;
      collect(each, below, depth + 1, found);
    }
    return;
  }
  const term = { path, value: String(value) };
  if (isSearchable(term.path) && isSearchable(term.value)) found.set(JSON.stringify(term), term);
}

function isSearchable(text: string): boolean {
  return text.length <= mostCharacters && isStorableText(text);
}
