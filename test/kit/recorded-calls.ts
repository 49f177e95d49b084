import type { Seams } from '../../src/app.ts';
import type { ScriptCall } from '../../src/scripts/index.ts';

/** The calls that reach the script runner; `seams` is for `startSegue`. */
export function recordCalls(): { readonly calls: ScriptCall[]; readonly seams: Seams } {
  const calls: ScriptCall[] = [];
  const wrapRunner: Seams['wrapRunner'] = (runner) => ({
    ...runner,
    run(call) {
      calls.push(call);
      return runner.run(call);
    },
  });
  return { calls, seams: { wrapRunner } };
}
