import { Type } from 'typebox';
import { created, refuse } from '../../http/index.ts';
import { grantClient } from '../../tenant/index.ts';
import {
  clientGrantForm,
  clientGrantSchema,
  grantScope,
  refuseScope,
  usualGrantProperties,
} from '../client-grant-form.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchClient, noSuchResourceServer } from '../refusals.ts';
import { errorSchema, text } from '../schemas.ts';

const body = Type.Object(
  { client_id: text(128), audience: text(600), scope: grantScope, ...usualGrantProperties },
  { additionalProperties: false },
);

/** `POST /api/v2/client-grants` */
export const createClientGrantEndpoint = endpoint({
  method: 'POST',
  url: '/client-grants',
  scope: 'create:client_grants',
  summary: 'Let a client call an API with client credentials',
  schema: { body, response: { 201: clientGrantSchema, 404: errorSchema, 409: errorSchema } },
  handler:
    ({ tenant, clock }) =>
    async ({ body, caller }) => {
      const { client_id, audience, scope } = body;
      const outcome = await grantClient(
        { ...tenant, clock },
        { clientId: client_id, audience, scope: [...new Set(scope)] },
        caller.scopes,
      );
      switch (outcome.outcome) {
        case 'granted':
          return created(clientGrantForm(outcome.grant));
        case 'already-granted':
          return refuse(409, 'client_grant_conflict', 'The client already has a grant for this audience.');
        case 'no-such-client':
          return noSuchClient;
        case 'no-such-audience':
          return noSuchResourceServer;
        default:
          return refuseScope(outcome);
      }
    },
});
