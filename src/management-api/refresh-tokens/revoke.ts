import { type Static, Type } from 'typebox';
import type { Actor } from '../../accounts/index.ts';
import { accepted, refuse } from '../../http/index.ts';
import { actorOf } from '../actor-of.ts';
import { endpoint } from '../endpoint.ts';
import type { ManagementApiNeeds } from '../needs.ts';
import { nothing, text } from '../schemas.ts';

const body = Type.Object(
  {
    ids: Type.Optional(Type.Array(text(64), { maxItems: 100 })),
    user_id: Type.Optional(text(255, 'Whose they are')),
    client_id: Type.Optional(text(128, 'Only those issued to this client; with user_id')),
    audience: Type.Optional(text(600, 'Only those for this API; with user_id and client_id')),
  },
  { additionalProperties: false },
);

type Which = Static<typeof body>;

/** `POST /api/v2/refresh-tokens/revoke`: done when it is answered, and 202 whether or not there were any. */
export const revokeRefreshTokensEndpoint = endpoint({
  method: 'POST',
  url: '/refresh-tokens/revoke',
  scope: 'delete:refresh_tokens',
  summary: 'End refresh tokens: those named, or those of a user',
  schema: { body, response: { 202: nothing } },
  handler:
    ({ refreshTokens }) =>
    async (request) => {
      const fault = faultIn(request.body);
      if (fault !== undefined) return refuse(400, 'invalid_body', fault);
      await revoke(refreshTokens, request.body, actorOf(request));
      return accepted;
    },
});

function faultIn({ ids, user_id: userId, client_id: clientId, audience }: Which): string | undefined {
  if ((ids === undefined) === (userId === undefined)) return 'Either ids or user_id must be given.';
  if (clientId !== undefined && userId === undefined) return 'client_id must be given with user_id.';
  if (audience !== undefined && clientId === undefined) return 'audience must be given with client_id.';
  return undefined;
}

async function revoke(
  refreshTokens: ManagementApiNeeds['refreshTokens'],
  { ids = [], user_id: userId, client_id: clientId, audience }: Which,
  actor: Actor,
): Promise<void> {
  for (const id of ids) await refreshTokens.revoke(id, actor);
  if (userId === undefined) return;
  if (clientId === undefined) return refreshTokens.revokeAllOf(userId, actor);
  for (let afterId = ''; ; ) {
    const page = await refreshTokens.list(userId, { clientId, afterId, limit: 100 });
    for (const token of page)
      if (audience === undefined || token.audience === audience) await refreshTokens.revoke(token.id, actor);
    const last = page.at(-1);
    if (last === undefined) return;
    afterId = last.id;
  }
}
