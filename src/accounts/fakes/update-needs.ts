import type { Clock } from '../../lib/clock.ts';
import type { AccountsStore } from '../accounts-store.ts';
import type { UpdateUserNeeds } from '../update-user.ts';
import { createInMemoryLegacy, type InMemoryLegacy } from './in-memory-legacy.ts';
import { createPlainHasher } from './plain-hasher.ts';
import { createStrictPolicy } from './strict-policy.ts';

/** What changing a user needs, over a store; everything else is a fake. */
export function updateNeeds(
  store: AccountsStore,
  clock: Clock,
): UpdateUserNeeds & { readonly legacy: InMemoryLegacy } {
  return {
    store,
    clock,
    legacy: createInMemoryLegacy(),
    passwords: createPlainHasher(),
    policy: createStrictPolicy(),
    ticketKey: Buffer.alloc(32),
  };
}
