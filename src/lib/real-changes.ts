/** The part of a patch that would change something; a patch that says what is there already is no change. */
export function realChanges<T extends object>(current: object, patch: T): Partial<T> {
  const stored = new Map<string, unknown>(Object.entries(current));
  const changes = Object.entries(patch).filter(([key, value]) => !isSame(value, stored.get(key)));
  return Object.fromEntries(changes) as Partial<T>; // fewer of the same entries
}

/** Whether two JSON values are equal, whatever the order of their keys. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const ours = Object.entries(a);
  const theirs = new Map<string, unknown>(Object.entries(b));
  return (
    Array.isArray(a) === Array.isArray(b) &&
    ours.length === theirs.size &&
    ours.every(([key, value]) => theirs.has(key) && isSame(value, theirs.get(key)))
  );
}
