import { noContent } from '../../http/index.ts';
import { connectionParams } from '../connection-form.ts';
import { endpoint } from '../endpoint.ts';
import { nothing } from '../schemas.ts';

/** `DELETE /api/v2/connections/{id}`: 204 whether or not there was one, as Auth0 has it. */
export const deleteConnectionEndpoint = endpoint({
  method: 'DELETE',
  url: '/connections/:id',
  scope: 'delete:connections',
  summary: 'Delete a connection with its users',
  schema: { params: connectionParams, response: { 204: nothing } },
  handler:
    ({ accounts }) =>
    async ({ params }) => {
      await accounts.connections.delete(params.id);
      return noContent;
    },
});
