import { ok } from '../../http/index.ts';
import { findResourceServer } from '../../tenant/index.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchResourceServer } from '../refusals.ts';
import { resourceServerForm, resourceServerParams, resourceServerSchema } from '../resource-server-form.ts';
import { errorSchema } from '../schemas.ts';

/** `GET /api/v2/resource-servers/{id}`, by id or identifier. */
export const getResourceServerEndpoint = endpoint({
  method: 'GET',
  url: '/resource-servers/:id',
  scope: 'read:resource_servers',
  summary: 'Get a resource server',
  schema: { params: resourceServerParams, response: { 200: resourceServerSchema, 404: errorSchema } },
  handler:
    ({ tenant }) =>
    async ({ params }) => {
      const found = await findResourceServer(tenant, params.id);
      return found === undefined ? noSuchResourceServer : ok(resourceServerForm(found));
    },
});
