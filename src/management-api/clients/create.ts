import { Type } from 'typebox';
import { created, refuse } from '../../http/index.ts';
import { createClient, defaultsFor, openClientSecret } from '../../tenant/index.ts';
import { clientForm, clientSchema } from '../client-form.ts';
import { clientProperties, readClient } from '../client-properties.ts';
import { endpoint } from '../endpoint.ts';

const body = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 300, description: 'The name of the client' }),
    ...clientProperties,
  },
  { additionalProperties: true },
);

/** `POST /api/v2/clients`: the answer shows the secret. */
export const createClientEndpoint = endpoint({
  method: 'POST',
  url: '/clients',
  scope: 'create:clients',
  summary: 'Create a client (an application)',
  schema: { body, response: { 201: clientSchema } },
  handler:
    ({ tenant, sealer, clock }) =>
    async ({ body }) => {
      const draft = { ...readClient(body, defaultsFor(body.app_type ?? null)), name: body.name };
      const outcome = await createClient({ clients: tenant.clients, sealer, clock }, draft);
      if (outcome.outcome === 'invalid') return refuse(400, 'invalid_body', outcome.reason);
      return created(clientForm(outcome.client, openClientSecret(sealer, outcome.client)));
    },
});
