import type { Actor } from './actor.ts';
import { type AddUserNeeds, type AddUserOutcome, addUser } from './add-user.ts';
import type { NewUser } from './new-user.ts';
import { type SendVerificationNeeds, sendVerification } from './send-verification.ts';

export type CreateUserNeeds = AddUserNeeds & SendVerificationNeeds;

/**
 * Creates a local user for an operator, and asks it by mail to verify its address where the operator wants that.
 *
 * @throws HashQueueFull
 */
export async function createUser(
  needs: CreateUserNeeds,
  draft: NewUser,
  { actor, verifyEmail }: { readonly actor: Actor; readonly verifyEmail: boolean },
): Promise<AddUserOutcome> {
  const connection = await needs.store.connections.findByName(draft.connection);
  if (connection === undefined) return { outcome: 'no-such-connection' };
  return addUser(needs, connection, draft, {
    actor,
    event: 'user-created',
    ...(verifyEmail && { alongside: async (tx, user) => void (await sendVerification(needs, tx, user)) }),
  });
}
