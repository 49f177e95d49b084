import { Type } from 'typebox';
import { fieldsParameters, ok, pickFields } from '../../http/index.ts';
import { clientForm, clientSchema, secretFor } from '../client-form.ts';
import { clientParams } from '../client-properties.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchClient } from '../refusals.ts';
import { errorSchema } from '../schemas.ts';

/** `GET /api/v2/clients/{id}` */
export const getClientEndpoint = endpoint({
  method: 'GET',
  url: '/clients/:id',
  scope: ['read:clients', 'read:client_keys'],
  summary: 'Get a client',
  schema: {
    params: clientParams,
    querystring: Type.Object(fieldsParameters),
    response: { 200: clientSchema, 404: errorSchema },
  },
  handler:
    (needs) =>
    async ({ params, query, caller }) => {
      const client = await needs.tenant.clients.find(params.id);
      if (client === undefined) return noSuchClient;
      const secret = await secretFor(needs, client, caller.scopes);
      return ok(pickFields(clientForm(client, secret), query));
    },
});
