import { Type } from 'typebox';
import { createConnection } from '../../accounts/index.ts';
import { created, refuse } from '../../http/index.ts';
import { connectionForm, connectionProperties, connectionSchema, readOptions } from '../connection-form.ts';
import { refuseConnection, refuseUnknownClients } from '../connection-refusals.ts';
import { endpoint } from '../endpoint.ts';
import { errorSchema } from '../schemas.ts';

const body = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 128,
      pattern: '^[a-zA-Z0-9](-?[a-zA-Z0-9])*$',
      description: 'The name of the connection',
    }),
    strategy: Type.Literal('auth0', { description: 'A database connection' }),
    ...connectionProperties,
  },
  { additionalProperties: false },
);

/** `POST /api/v2/connections` */
export const createConnectionEndpoint = endpoint({
  method: 'POST',
  url: '/connections',
  scope: 'create:connections',
  summary: 'Create a connection',
  schema: { body, response: { 201: connectionSchema, 409: errorSchema } },
  handler:
    ({ accounts, tenant, ...needs }) =>
    async ({ body }) => {
      const enabledClients = body.enabled_clients ?? [];
      const refusal = await refuseUnknownClients(tenant, enabledClients);
      if (refusal !== undefined) return refusal;
      const outcome = await createConnection(
        { store: accounts, ...needs },
        {
          name: body.name,
          displayName: body.display_name ?? null,
          realms: body.realms ?? [body.name],
          isDomainConnection: body.is_domain_connection ?? false,
          enabledClients,
          metadata: body.metadata ?? {},
          options: readOptions(body.options),
        },
      );
      if (outcome.outcome === 'created') return created(connectionForm(outcome.connection, needs));
      if (outcome.outcome === 'name-taken') {
        return refuse(409, 'connection_conflict', 'A connection with the same name already exists');
      }
      return refuseConnection(outcome);
    },
});
