/** Whether action scripts may run, at which level, and why. */
export type ScriptIsolation =
  | { readonly level: 'basic'; readonly reason: string }
  | { readonly level: 'refused'; readonly reason: string };

/**
 * Chooses the level of isolation for action scripts. `basic` holds against bugs and not against hostile code, so `auto`
 * falls to it only while Segue listens on loopback alone: otherwise access to the API would be code execution (S14).
 */
export function chooseScriptIsolation(
  wanted: 'auto' | 'strict' | 'basic',
  listensOnLoopbackAlone: boolean,
): ScriptIsolation {
  if (wanted === 'basic') return { level: 'basic', reason: 'SEGUE_SCRIPT_ISOLATION=basic' };
  if (wanted === 'strict') {
    return {
      level: 'refused',
      reason: 'SEGUE_SCRIPT_ISOLATION=strict, and this version has no strict isolation yet',
    };
  }
  if (listensOnLoopbackAlone) return { level: 'basic', reason: 'only this machine can reach Segue' };
  return {
    level: 'refused',
    reason:
      'Segue listens beyond loopback: set SEGUE_SCRIPT_ISOLATION=basic if everybody who may change a connection may run code here',
  };
}
