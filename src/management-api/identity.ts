import { type Static, Type } from 'typebox';
import { idWithinConnection } from '../accounts/index.ts';
import { type Answer, refuse } from '../http/index.ts';
import type { ManagementApiNeeds } from './needs.ts';
import { text } from './schemas.ts';

/** One of a user's identities. Everybody here has exactly one, which a client may name all the same. */
const identity = Type.Object(
  {
    user_id: text(255),
    provider: text(64),
    connection_id: Type.Optional(text(128)),
  },
  { additionalProperties: false, description: "The user's identity, as GET /api/v2/users/{id} shows it" },
);

/** What Auth0's clients may say of whom they mean, where they name a user. */
export const whomProperties = {
  identity: Type.Optional(identity),
  organization_id: Type.Optional(text(64, 'Refused: there are no organizations')),
};

const whom = Type.Object(whomProperties);

/** The refusal of an identity that the user does not have, or of an organization, which nobody has. */
export async function refuseWhom(
  { accounts }: Pick<ManagementApiNeeds, 'accounts'>,
  userId: string | undefined,
  { identity: named, organization_id: organizationId }: Static<typeof whom>,
): Promise<Answer | undefined> {
  if (organizationId !== undefined) return noOrganizations;
  if (named === undefined) return undefined;
  if (userId === undefined) return identityNeedsUser;
  const user = await accounts.users.find(userId);
  if (user === undefined) return undefined; // whoever looks for it next says so
  const { user_id: id, provider, connection_id: connectionId = user.connectionId } = named;
  const isOwn =
    provider === 'auth0' && id === idWithinConnection(user.userId) && connectionId === user.connectionId;
  return isOwn ? undefined : noSuchIdentity;
}

const noOrganizations = refuse(400, 'invalid_body', 'There are no organizations: leave organization_id out.');
const identityNeedsUser = refuse(400, 'invalid_body', 'An identity is that of a user: name it by user_id.');
const noSuchIdentity = refuse(400, 'invalid_body', 'The user has no such identity.');
