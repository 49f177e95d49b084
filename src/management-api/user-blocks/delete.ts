import { liftLoginBlocks } from '../../accounts/index.ts';
import { noContent } from '../../http/index.ts';
import { actorOf } from '../actor-of.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchUser } from '../refusals.ts';
import { errorSchema, nothing } from '../schemas.ts';
import { userParams } from '../user-properties.ts';

/** `DELETE /api/v2/user-blocks/{id}`: a user whom an operator has blocked stays blocked. */
export const deleteUserBlocksEndpoint = endpoint({
  method: 'DELETE',
  url: '/user-blocks/:id',
  scope: 'update:users',
  summary: 'Lift the blocks of brute-force protection on a user',
  schema: { params: userParams, response: { 204: nothing, 404: errorSchema } },
  handler: (needs) => async (request) => {
    const user = await needs.accounts.users.find(request.params.id);
    if (user === undefined) return noSuchUser;
    await liftLoginBlocks({ ...needs, store: needs.accounts }, { user }, actorOf(request));
    return noContent;
  },
});
