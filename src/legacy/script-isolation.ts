/** Whether action scripts may run, at which level, and why. */
export interface ScriptIsolation {
  readonly level: 'strict' | 'basic' | 'refused';
  readonly reason: string;
}

/** What a test at start has found out about the level `strict`; the reason says what to do about it. */
type StrictProof = { readonly holds: true } | { readonly holds: false; readonly reason: string };

/**
 * Chooses the level of isolation for action scripts: the best that is proven. `basic` holds against bugs and not against
 * hostile code, so `auto` falls to it only while Segue listens on loopback alone: otherwise access to the API would be
 * code execution (S14). `prove` is called unless `basic` is wanted.
 */
export async function chooseScriptIsolation(
  wanted: 'auto' | 'strict' | 'basic',
  listensOnLoopbackAlone: boolean,
  prove: () => Promise<StrictProof>,
): Promise<ScriptIsolation> {
  if (wanted === 'basic') return { level: 'basic', reason: 'SEGUE_SCRIPT_ISOLATION=basic' };
  const strict = await prove();
  if (strict.holds) return { level: 'strict', reason: 'proven on a process at start' };
  const why = `no strict isolation here: ${strict.reason}`;
  if (wanted === 'strict') return { level: 'refused', reason: `SEGUE_SCRIPT_ISOLATION=strict, and ${why}` };
  if (listensOnLoopbackAlone)
    return { level: 'basic', reason: `only this machine can reach Segue, and ${why}` };
  return {
    level: 'refused',
    reason: `Segue listens beyond loopback, and ${why}. SEGUE_SCRIPT_ISOLATION=basic runs scripts all the same, if everybody who may change a connection may run code here`,
  };
}
