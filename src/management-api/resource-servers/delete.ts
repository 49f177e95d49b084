import { noContent } from '../../http/index.ts';
import { findResourceServer } from '../../tenant/index.ts';
import { endpoint } from '../endpoint.ts';
import { resourceServerParams } from '../resource-server-form.ts';
import { nothing } from '../schemas.ts';

/** `DELETE /api/v2/resource-servers/{id}`: 204 whether or not there was one, as Auth0 has it. */
export const deleteResourceServerEndpoint = endpoint({
  method: 'DELETE',
  url: '/resource-servers/:id',
  scope: 'delete:resource_servers',
  summary: 'Delete a resource server with its client grants',
  schema: { params: resourceServerParams, response: { 204: nothing } },
  handler:
    ({ tenant }) =>
    async ({ params }) => {
      const found = await findResourceServer(tenant, params.id);
      if (found !== undefined) await tenant.resourceServers.delete(found.id);
      return noContent;
    },
});
