import { type Static, Type } from 'typebox';
import type { TicketOrder } from '../../accounts/index.ts';
import { type Answer, refuse } from '../../http/index.ts';
import { refuseWhom, whomProperties } from '../identity.ts';
import type { ManagementApiNeeds } from '../needs.ts';

// Auth0's default.
const usualLifetimeSeconds = 432_000;
const longestLifetimeSeconds = 30 * 86_400; // a link that lies about longer is a risk and no help

/** What both kinds of ticket take. */
export const ticketProperties = {
  result_url: Type.Optional(
    Type.String({ maxLength: 2048, pattern: '^https?://', description: 'Where the browser goes at the end' }),
  ),
  includeEmailInRedirect: Type.Optional(
    Type.Boolean({ description: "Whether result_url gets the address, as its parameter 'email'" }),
  ),
  ttl_sec: Type.Optional(Type.Integer({ minimum: 0, maximum: longestLifetimeSeconds })),
  client_id: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
  ...whomProperties,
};

const given = Type.Object(ticketProperties);
type Given = Static<typeof given>;

/** Why no ticket is made of such a body, whoever it is for. */
export async function refuseTicket(
  needs: Pick<ManagementApiNeeds, 'accounts'>,
  body: Given & { readonly user_id?: string },
): Promise<Answer | undefined> {
  const { result_url: resultUrl, user_id: userId } = body;
  if (resultUrl !== undefined && !URL.canParse(resultUrl)) {
    return refuse(400, 'invalid_body', 'The result_url is not a URL.');
  }
  return refuseWhom(needs, userId, body);
}

/** What a body says of a ticket but whom it is for. A lifetime of 0 means the usual one, as Auth0 has it. */
export function readTicket({
  result_url,
  includeEmailInRedirect,
  ttl_sec,
  client_id,
}: Given): Pick<TicketOrder, 'clientId' | 'resultUrl' | 'emailInResultUrl' | 'lifetimeMs'> {
  return {
    clientId: client_id ?? null,
    resultUrl: result_url ?? null,
    emailInResultUrl: includeEmailInRedirect ?? false,
    lifetimeMs: (ttl_sec || usualLifetimeSeconds) * 1000,
  };
}
