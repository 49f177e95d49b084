import { Type } from 'typebox';
import { lookAtLoginBlocks } from '../../accounts/index.ts';
import { ok } from '../../http/index.ts';
import { endpoint } from '../endpoint.ts';
import { enablementParameter, userBlocksForm, userBlocksSchema } from '../user-block-form.ts';
import { identifierParameter } from './identifier.ts';

/** `GET /api/v2/user-blocks`: also for an identifier that nobody has, for that is blocked alike. */
export const listBlocksByIdentifierEndpoint = endpoint({
  method: 'GET',
  url: '/user-blocks',
  scope: 'read:users',
  summary: 'List the blocks of brute-force protection on an identifier',
  schema: {
    querystring: Type.Object({ ...identifierParameter, ...enablementParameter }),
    response: { 200: userBlocksSchema },
  },
  handler:
    ({ accounts, loginBlocks }) =>
    async ({ query }) => {
      const isInForceOnly = query.consider_brute_force_enablement ?? false;
      const { identifier } = query;
      const needs = { store: accounts, loginBlocks };
      return ok(userBlocksForm(await lookAtLoginBlocks(needs, { identifier }, { isInForceOnly })));
    },
});
