import { type Static, Type } from 'typebox';
import { type ConnectionPatch, updateConnection } from '../../accounts/index.ts';
import { ok, unchanged } from '../../http/index.ts';
import {
  connectionForm,
  connectionParams,
  connectionProperties,
  connectionSchema,
  readOptions,
} from '../connection-form.ts';
import { refuseConnection, refuseUnknownClients } from '../connection-refusals.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchConnection } from '../refusals.ts';
import { errorSchema } from '../schemas.ts';

const body = Type.Object(connectionProperties, { additionalProperties: false });

/** `PATCH /api/v2/connections/{id}`: `options` are replaced as a whole, and kept when left out. */
export const patchConnectionEndpoint = endpoint({
  method: 'PATCH',
  url: '/connections/:id',
  scope: 'update:connections',
  summary: 'Update a connection',
  schema: { params: connectionParams, body, response: { 200: connectionSchema, 404: errorSchema } },
  handler:
    ({ accounts, tenant, ...needs }) =>
    async ({ params, body }) => {
      const refusal = await refuseUnknownClients(tenant, body.enabled_clients ?? []);
      if (refusal !== undefined) return refusal;
      const outcome = await updateConnection({ store: accounts, ...needs }, params.id, readPatch(body));
      switch (outcome.outcome) {
        case 'updated':
          return ok(connectionForm(outcome.connection, needs));
        case 'unchanged':
          return unchanged(connectionForm(outcome.connection, needs));
        case 'no-such-connection':
          return noSuchConnection;
        default:
          return refuseConnection(outcome);
      }
    },
});

function readPatch(wire: Static<typeof body>): ConnectionPatch {
  const { display_name, realms, is_domain_connection, enabled_clients, metadata, options } = wire;
  return {
    ...(display_name === undefined ? {} : { displayName: display_name }),
    ...(realms === undefined ? {} : { realms }),
    ...(is_domain_connection === undefined ? {} : { isDomainConnection: is_domain_connection }),
    ...(enabled_clients === undefined ? {} : { enabledClients: [...new Set(enabled_clients)] }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(options === undefined ? {} : { options: readOptions(options) }),
  };
}
