import { noContent } from '../../http/index.ts';
import { clientGrantParams } from '../client-grant-form.ts';
import { endpoint } from '../endpoint.ts';
import { nothing } from '../schemas.ts';

/** `DELETE /api/v2/client-grants/{id}`: 204 whether or not there was one, as Auth0 has it. */
export const deleteClientGrantEndpoint = endpoint({
  method: 'DELETE',
  url: '/client-grants/:id',
  scope: 'delete:client_grants',
  summary: 'Delete a client grant',
  schema: { params: clientGrantParams, response: { 204: nothing } },
  handler:
    ({ tenant }) =>
    async ({ params }) => {
      await tenant.clientGrants.delete(params.id);
      return noContent;
    },
});
