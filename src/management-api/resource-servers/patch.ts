import { Type } from 'typebox';
import { ok, unchanged } from '../../http/index.ts';
import { updateResourceServer } from '../../tenant/index.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchResourceServer } from '../refusals.ts';
import {
  readResourceServer,
  resourceServerForm,
  resourceServerParams,
  resourceServerProperties,
  resourceServerSchema,
} from '../resource-server-form.ts';
import { errorSchema } from '../schemas.ts';

const body = Type.Object(
  { name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })), ...resourceServerProperties },
  { additionalProperties: false },
);

/** `PATCH /api/v2/resource-servers/{id}`, by id or identifier; the identifier itself stays. */
export const patchResourceServerEndpoint = endpoint({
  method: 'PATCH',
  url: '/resource-servers/:id',
  scope: 'update:resource_servers',
  summary: 'Update a resource server',
  schema: { params: resourceServerParams, body, response: { 200: resourceServerSchema, 404: errorSchema } },
  handler:
    ({ tenant }) =>
    async ({ params, body }) => {
      const outcome = await updateResourceServer(tenant, params.id, readResourceServer(body));
      if (outcome.outcome === 'no-such-resource-server') return noSuchResourceServer;
      const form = resourceServerForm(outcome.resourceServer);
      return outcome.outcome === 'updated' ? ok(form) : unchanged(form);
    },
});
