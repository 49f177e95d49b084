import { Type } from 'typebox';
import { ok, unchanged } from '../../http/index.ts';
import { updateClientGrant } from '../../tenant/index.ts';
import {
  clientGrantForm,
  clientGrantParams,
  clientGrantSchema,
  grantScope,
  refuseScope,
  usualGrantProperties,
} from '../client-grant-form.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchGrant } from '../refusals.ts';
import { errorSchema } from '../schemas.ts';

const body = Type.Object(
  { scope: Type.Optional(grantScope), ...usualGrantProperties },
  { additionalProperties: false },
);

/** `PATCH /api/v2/client-grants/{id}` */
export const patchClientGrantEndpoint = endpoint({
  method: 'PATCH',
  url: '/client-grants/:id',
  scope: 'update:client_grants',
  summary: 'Replace the scopes of a client grant',
  schema: { params: clientGrantParams, body, response: { 200: clientGrantSchema, 404: errorSchema } },
  handler:
    ({ tenant }) =>
    async ({ params, body, caller }) => {
      const grant = await tenant.clientGrants.find(params.id);
      if (grant === undefined) return noSuchGrant;
      const scope = [...new Set(body.scope ?? grant.scope)];
      const outcome = await updateClientGrant(tenant, params.id, scope, caller.scopes);
      switch (outcome.outcome) {
        case 'updated':
          return ok(clientGrantForm(outcome.grant));
        case 'unchanged':
          return unchanged(clientGrantForm(outcome.grant));
        case 'no-such-grant':
          return noSuchGrant;
        default:
          return refuseScope(outcome);
      }
    },
});
