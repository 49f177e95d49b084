import type { AccountsStore } from './accounts-store.ts';
import type { StoredJob } from './jobs.ts';
import { type SendVerificationNeeds, sendVerification } from './send-verification.ts';

export interface RequestVerificationNeeds extends SendVerificationNeeds {
  readonly store: AccountsStore;
}

export type RequestVerificationOutcome =
  | { readonly outcome: 'requested'; readonly job: StoredJob }
  | { readonly outcome: 'no-such-user' }
  /** There is no address, or it is verified already. */
  | { readonly outcome: 'nothing-to-verify' };

/** Asks a user by mail to verify its address, for an operator. */
export async function requestVerification(
  needs: RequestVerificationNeeds,
  userId: string,
  clientId: string | null,
): Promise<RequestVerificationOutcome> {
  return needs.store.transact(async (tx) => {
    const user = await tx.users.find(userId);
    if (user === undefined) return { outcome: 'no-such-user' };
    const job = await sendVerification(needs, tx, user, { clientId });
    return job === undefined ? { outcome: 'nothing-to-verify' } : { outcome: 'requested', job };
  });
}
