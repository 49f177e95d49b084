import { Type } from 'typebox';
import { liftLoginBlocks } from '../../accounts/index.ts';
import { noContent } from '../../http/index.ts';
import { actorOf } from '../actor-of.ts';
import { endpoint } from '../endpoint.ts';
import { nothing } from '../schemas.ts';
import { identifierParameter } from './identifier.ts';

/** `DELETE /api/v2/user-blocks`: 204 whether or not there was a block. */
export const deleteBlocksByIdentifierEndpoint = endpoint({
  method: 'DELETE',
  url: '/user-blocks',
  scope: 'update:users',
  summary: 'Lift the blocks of brute-force protection on an identifier',
  schema: { querystring: Type.Object(identifierParameter), response: { 204: nothing } },
  handler: (needs) => async (request) => {
    const { identifier } = request.query;
    await liftLoginBlocks({ ...needs, store: needs.accounts }, { identifier }, actorOf(request));
    return noContent;
  },
});
