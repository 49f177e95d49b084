/** Why a value cannot be kept, and where in it. */
export interface TextFault {
  readonly path: string;
  readonly reason: string;
}

// Writing JSON recurses: half a megabyte of `[` would end the stack. Metadata that people keep is a few levels deep.
const maxDepth = 32;

/**
 * The first text in a value (keys too) that no database keeps as it is: NUL ends a text in PostgreSQL, and half a
 * surrogate pair has no UTF-8; or a place nested too deep.
 */
export function findTextFault(value: unknown, path = '', depth = 0): TextFault | undefined {
  if (typeof value === 'string') {
    const reason = faultOf(value);
    return reason === undefined ? undefined : { path, reason };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === maxDepth) return { path: '', reason: `Nested deeper than ${maxDepth} levels` };
  for (const [key, each] of Object.entries(value)) {
    const inKey = faultOf(key);
    if (inKey !== undefined) return { path, reason: inKey };
    const found = findTextFault(each, path === '' ? key : `${path}.${key}`, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether every database keeps a text as it is. */
export function isStorableText(text: string): boolean {
  return faultOf(text) === undefined;
}

function faultOf(text: string): string | undefined {
  if (text.includes('\0')) return 'String contains a NUL character';
  return text.isWellFormed() ? undefined : 'String contains half a surrogate pair';
}
