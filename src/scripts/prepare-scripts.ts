import { type AttemptEnd, faultEnd } from './attempt.ts';
import { lineOf } from './control-channel.ts';
import { EgressPatternError } from './egress/egress-pattern.ts';
import type { EgressPolicy, PolicyFor } from './egress/egress-policy.ts';
import { protocolVersion } from './runner/protocol.mjs';
import type { ActionScripts } from './script-call.ts';
import type { LoadMessage } from './wire.ts';

/** What the processes of one version of a connection's scripts are given. */
export interface PreparedScripts {
  readonly load: LoadMessage;
  readonly policy: EgressPolicy;
}

/** Reads what can be wrong with scripts before a process is started for them. */
export function prepareScripts(
  { sources, configuration, egress }: ActionScripts,
  policyFor: PolicyFor,
): PreparedScripts | AttemptEnd {
  const load = { type: 'load', protocol: protocolVersion, sources, configuration } as const;
  if (lineOf(load) === undefined)
    return faultEnd('scripts-too-large', 'Scripts and configuration exceed 1 MB.');
  try {
    return { load, policy: policyFor(egress?.allow) };
  } catch (error) {
    if (error instanceof EgressPatternError) return faultEnd('egress-pattern', error.message);
    throw error;
  }
}
