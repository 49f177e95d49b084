import { Type } from 'typebox';
import { checkpointParameters, fieldsParameters } from '../../http/index.ts';
import { endpoint } from '../endpoint.ts';
import { listRefreshTokens } from '../list-refresh-tokens.ts';
import { refreshTokenSchema } from '../refresh-token-form.ts';
import { checkpointOf, errorSchema, text } from '../schemas.ts';

/** `GET /api/v2/refresh-tokens`: a user's, of one client where it is named. */
export const listRefreshTokensEndpoint = endpoint({
  method: 'GET',
  url: '/refresh-tokens',
  scope: 'read:refresh_tokens',
  summary: 'List refresh tokens of a user',
  schema: {
    querystring: Type.Object({
      ...checkpointParameters,
      ...fieldsParameters,
      user_id: text(255, 'Whose they are'),
      client_id: Type.Optional(text(128, 'Only those issued to this client')),
    }),
    response: { 200: checkpointOf('tokens', refreshTokenSchema), 404: errorSchema },
  },
  handler:
    (needs) =>
    async ({ query }) => {
      const { user_id: userId, client_id: clientId, ...paging } = query;
      return listRefreshTokens(needs, { userId, ...(clientId === undefined ? {} : { clientId }) }, paging);
    },
});
