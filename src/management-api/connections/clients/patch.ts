import { Type } from 'typebox';
import { noContent } from '../../../http/index.ts';
import { realChanges } from '../../../lib/real-changes.ts';
import { connectionParams } from '../../connection-form.ts';
import { refuseUnknownClients } from '../../connection-refusals.ts';
import { endpoint } from '../../endpoint.ts';
import { noSuchConnection } from '../../refusals.ts';
import { errorSchema, nothing, text } from '../../schemas.ts';

const body = Type.Array(
  Type.Object({ client_id: text(128), status: Type.Boolean() }, { additionalProperties: false }),
  { minItems: 1, maxItems: 50 },
);

/** `PATCH /api/v2/connections/{id}/clients` */
export const patchConnectionClientsEndpoint = endpoint({
  method: 'PATCH',
  url: '/connections/:id/clients',
  scope: 'update:connections',
  summary: 'Enable or disable a connection for clients',
  schema: { params: connectionParams, body, response: { 204: nothing, 404: errorSchema } },
  handler:
    ({ accounts, tenant, clock }) =>
    async ({ params, body }) => {
      const enabled = body.filter(({ status }) => status).map(({ client_id }) => client_id);
      const disabled = new Set(body.filter(({ status }) => !status).map(({ client_id }) => client_id));
      const refusal = await refuseUnknownClients(tenant, enabled);
      if (refusal !== undefined) return refusal;
      return accounts.transact(async (tx) => {
        const connection = await tx.connections.findToChange(params.id);
        if (connection === undefined) return noSuchConnection;
        const wanted = [...new Set([...connection.enabledClients, ...enabled])];
        const changes = realChanges(connection, { enabledClients: wanted.filter((id) => !disabled.has(id)) });
        if (Object.keys(changes).length === 0) return { ...noContent, unchanged: true };
        await tx.connections.update(params.id, { ...changes, updatedAt: clock.now() });
        return noContent;
      });
    },
});
