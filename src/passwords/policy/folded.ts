/**
 * A text for comparison: without case, and one form for what Unicode writes in several (NFKC). Passwords are compared so
 * with lists and names; they are stored and verified as they were typed.
 */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
