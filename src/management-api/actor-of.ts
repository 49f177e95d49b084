import type { Actor, Source } from '../accounts/index.ts';
import type { Caller } from '../http/index.ts';

/** On whose behalf a call does what it does. */
export function actorOf(request: { readonly caller: Caller; readonly source: Source }): Actor {
  return { clientId: request.caller.clientId, source: request.source };
}
