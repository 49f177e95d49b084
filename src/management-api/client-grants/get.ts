import { ok } from '../../http/index.ts';
import { clientGrantForm, clientGrantParams, clientGrantSchema } from '../client-grant-form.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchGrant } from '../refusals.ts';
import { errorSchema } from '../schemas.ts';

/** `GET /api/v2/client-grants/{id}` */
export const getClientGrantEndpoint = endpoint({
  method: 'GET',
  url: '/client-grants/:id',
  scope: 'read:client_grants',
  summary: 'Get a client grant',
  schema: { params: clientGrantParams, response: { 200: clientGrantSchema, 404: errorSchema } },
  handler:
    ({ tenant }) =>
    async ({ params }) => {
      const grant = await tenant.clientGrants.find(params.id);
      return grant === undefined ? noSuchGrant : ok(clientGrantForm(grant));
    },
});
