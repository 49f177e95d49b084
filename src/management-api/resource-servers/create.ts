import { Type } from 'typebox';
import { created, refuse } from '../../http/index.ts';
import { createResourceServer } from '../../tenant/index.ts';
import { endpoint } from '../endpoint.ts';
import {
  readResourceServer,
  resourceServerForm,
  resourceServerProperties,
  resourceServerSchema,
} from '../resource-server-form.ts';
import { errorSchema, text } from '../schemas.ts';

const body = Type.Object(
  {
    identifier: Type.String({ minLength: 1, maxLength: 600, description: 'The audience of its tokens' }),
    name: Type.Optional(text(200)),
    ...resourceServerProperties,
  },
  { additionalProperties: false },
);

/** `POST /api/v2/resource-servers` */
export const createResourceServerEndpoint = endpoint({
  method: 'POST',
  url: '/resource-servers',
  scope: 'create:resource_servers',
  summary: 'Create a resource server (an API)',
  schema: { body, response: { 201: resourceServerSchema, 409: errorSchema } },
  handler:
    ({ tenant, baseUrl, clock }) =>
    async ({ body }) => {
      const { identifier, name = identifier.slice(0, 200) } = body;
      const outcome = await createResourceServer(
        { resourceServers: tenant.resourceServers, baseUrl, clock },
        { ...readResourceServer(body), identifier, name },
      );
      switch (outcome.outcome) {
        case 'created':
          return created(resourceServerForm(outcome.resourceServer));
        case 'identifier-taken':
          return refuse(
            409,
            'resource_server_conflict',
            'A resource server with the same identifier already exists.',
          );
        case 'identifier-reserved':
          return refuse(400, 'invalid_body', 'The identifier lies under the address of Segue itself.');
      }
    },
});
