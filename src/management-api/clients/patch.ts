import { Type } from 'typebox';
import { insufficientScope, ok, refuse, unchanged } from '../../http/index.ts';
import { updateClient } from '../../tenant/index.ts';
import { clientForm, clientSchema, secretFor } from '../client-form.ts';
import { clientParams, clientProperties, readClient } from '../client-properties.ts';
import { endpoint } from '../endpoint.ts';
import { systemAudience } from '../needs.ts';
import { noSuchClient } from '../refusals.ts';
import { errorSchema } from '../schemas.ts';

const body = Type.Object(
  { name: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })), ...clientProperties },
  { additionalProperties: true },
);

/** `PATCH /api/v2/clients/{id}` */
export const patchClientEndpoint = endpoint({
  method: 'PATCH',
  url: '/clients/:id',
  scope: ['update:clients', 'update:client_keys'],
  summary: 'Update a client',
  schema: { params: clientParams, body, response: { 200: clientSchema, 404: errorSchema } },
  handler:
    (needs) =>
    async ({ params, body, caller }) => {
      const { clients, clientGrants } = needs.tenant;
      const current = await clients.find(params.id);
      if (current === undefined) return noSuchClient;
      const missing = missingScope(body, caller.scopes);
      if (missing !== undefined) return { problem: insufficientScope([missing]) };
      const outcome = await updateClient(
        { ...needs, clients, clientGrants, systemAudience: systemAudience(needs) },
        params.id,
        readClient(body, current),
        caller.scopes,
      );
      if (outcome.outcome === 'updated' || outcome.outcome === 'unchanged') {
        const form = clientForm(outcome.client, await secretFor(needs, outcome.client, caller.scopes));
        return outcome.outcome === 'updated' ? ok(form) : unchanged(form);
      }
      if (outcome.outcome === 'no-such-client') return noSuchClient;
      if (outcome.outcome === 'invalid') return refuse(400, 'invalid_body', outcome.reason);
      return refuse(
        403,
        'insufficient_scope',
        'The client may do what this token may not: its authentication cannot be changed with it.',
      );
    },
});

/** The secret is changed with update:client_keys, the rest with update:clients. */
function missingScope(
  body: { readonly client_secret?: string },
  scopes: readonly string[],
): string | undefined {
  const { client_secret, ...rest } = body;
  if (client_secret !== undefined && !scopes.includes('update:client_keys')) return 'update:client_keys';
  return Object.keys(rest).length > 0 && !scopes.includes('update:clients') ? 'update:clients' : undefined;
}
