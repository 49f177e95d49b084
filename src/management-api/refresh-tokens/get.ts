import { Type } from 'typebox';
import { ok } from '../../http/index.ts';
import { endpoint } from '../endpoint.ts';
import { refreshTokenForm, refreshTokenSchema } from '../refresh-token-form.ts';
import { noSuchRefreshToken } from '../refusals.ts';
import { errorSchema, text } from '../schemas.ts';

/** `GET /api/v2/refresh-tokens/{id}` */
export const getRefreshTokenEndpoint = endpoint({
  method: 'GET',
  url: '/refresh-tokens/:id',
  scope: 'read:refresh_tokens',
  summary: 'Get a refresh token',
  schema: {
    params: Type.Object({ id: text(64, 'The id of a refresh token, which is not the token') }),
    response: { 200: refreshTokenSchema, 404: errorSchema },
  },
  handler:
    ({ refreshTokens }) =>
    async ({ params }) => {
      const found = await refreshTokens.find(params.id);
      return found === undefined ? noSuchRefreshToken : ok(refreshTokenForm(found));
    },
});
