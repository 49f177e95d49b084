import type { MetadataFilter } from '../../../accounts/index.ts';

/** The path of a value as the store has it: shorter than the field's name, for every user has several. */
export function metadataPath(of: MetadataFilter['of'], path: string): string {
  return `${of === 'user_metadata' ? 'u' : 'a'}.${path}`;
}
