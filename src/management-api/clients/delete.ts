import { noContent } from '../../http/index.ts';
import { clientParams } from '../client-properties.ts';
import { endpoint } from '../endpoint.ts';
import { nothing } from '../schemas.ts';

/** `DELETE /api/v2/clients/{id}`: 204 whether or not there was one, as Auth0 has it. */
export const deleteClientEndpoint = endpoint({
  method: 'DELETE',
  url: '/clients/:id',
  scope: 'delete:clients',
  summary: 'Delete a client with its grants',
  schema: { params: clientParams, response: { 204: nothing } },
  handler:
    ({ tenant }) =>
    async ({ params }) => {
      await tenant.clients.delete(params.id);
      return noContent;
    },
});
