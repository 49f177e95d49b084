import { Type } from 'typebox';
import { lookAtLoginBlocks } from '../../accounts/index.ts';
import { ok } from '../../http/index.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchUser } from '../refusals.ts';
import { errorSchema } from '../schemas.ts';
import { enablementParameter, userBlocksForm, userBlocksSchema } from '../user-block-form.ts';
import { userParams } from '../user-properties.ts';

/** `GET /api/v2/user-blocks/{id}` */
export const listUserBlocksEndpoint = endpoint({
  method: 'GET',
  url: '/user-blocks/:id',
  scope: 'read:users',
  summary: 'List the blocks of brute-force protection on a user',
  schema: {
    params: userParams,
    querystring: Type.Object(enablementParameter),
    response: { 200: userBlocksSchema, 404: errorSchema },
  },
  handler:
    ({ accounts, loginBlocks }) =>
    async ({ params, query }) => {
      const user = await accounts.users.find(params.id);
      if (user === undefined) return noSuchUser;
      const isInForceOnly = query.consider_brute_force_enablement ?? false;
      const needs = { store: accounts, loginBlocks };
      return ok(userBlocksForm(await lookAtLoginBlocks(needs, { user }, { isInForceOnly })));
    },
});
