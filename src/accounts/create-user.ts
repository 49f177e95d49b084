import type { Actor } from './actor.ts';
import {
  type AddUserNeeds,
  type AddUserOutcome,
  addJudgedUser,
  judgeNewUser,
  type UnfitNewUser,
} from './add-user.ts';
import type { NewUser } from './new-user.ts';
import { type SendVerificationNeeds, sendVerification } from './send-verification.ts';

export type CreateUserNeeds = AddUserNeeds & SendVerificationNeeds;
export type CreateUserOutcome = AddUserOutcome | UnfitNewUser;

/**
 * Creates a local user for an operator, and asks it by mail to verify its address where the operator wants that.
 *
 * @throws HashQueueFull
 */
export async function createUser(
  needs: CreateUserNeeds,
  draft: NewUser,
  { actor, verifyEmail }: { readonly actor: Actor; readonly verifyEmail: boolean },
): Promise<CreateUserOutcome> {
  const connection = await needs.store.connections.findByName(draft.connection);
  if (connection === undefined) return { outcome: 'no-such-connection' };
  const unfit = await judgeNewUser(needs, connection, draft);
  if (unfit !== undefined) return unfit;
  return addJudgedUser(needs, connection, draft, {
    actor,
    event: 'user-created',
    ...(verifyEmail && { alongside: async (tx, user) => void (await sendVerification(needs, tx, user)) }),
  });
}
