import { Type } from 'typebox';
import { checkpointParameters } from '../../../http/index.ts';
import { endpoint } from '../../endpoint.ts';
import { listRefreshTokens } from '../../list-refresh-tokens.ts';
import { refreshTokenSchema } from '../../refresh-token-form.ts';
import { checkpointOf, errorSchema } from '../../schemas.ts';
import { userParams } from '../../user-properties.ts';

/** `GET /api/v2/users/{id}/refresh-tokens` */
export const listUserRefreshTokensEndpoint = endpoint({
  method: 'GET',
  url: '/users/:id/refresh-tokens',
  scope: 'read:refresh_tokens',
  summary: "List a user's refresh tokens",
  schema: {
    params: userParams,
    querystring: Type.Object(checkpointParameters),
    response: { 200: checkpointOf('tokens', refreshTokenSchema), 404: errorSchema },
  },
  handler:
    (needs) =>
    async ({ params, query }) =>
      listRefreshTokens(needs, { userId: params.id }, query),
});
