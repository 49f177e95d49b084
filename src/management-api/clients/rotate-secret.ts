import { ok, refuse } from '../../http/index.ts';
import { rotateClientSecret } from '../../tenant/index.ts';
import { actorOf } from '../actor-of.ts';
import { clientForm, clientSchema } from '../client-form.ts';
import { clientParams } from '../client-properties.ts';
import { endpoint } from '../endpoint.ts';
import { systemAudience } from '../needs.ts';
import { noSuchClient } from '../refusals.ts';
import { errorSchema } from '../schemas.ts';

/** `POST /api/v2/clients/{id}/rotate-secret`: the answer shows the new secret, whoever may see it otherwise. */
export const rotateClientSecretEndpoint = endpoint({
  method: 'POST',
  url: '/clients/:id/rotate-secret',
  scope: 'update:client_keys',
  summary: 'Give a client a new secret; the one before is worth nothing from then on',
  schema: { params: clientParams, response: { 200: clientSchema, 404: errorSchema } },
  handler: (needs) => async (request) => {
    const { id } = request.params;
    const { clients, clientGrants } = needs.tenant;
    const outcome = await rotateClientSecret(
      { ...needs, clients, clientGrants, systemAudience: systemAudience(needs) },
      id,
      request.caller.scopes,
    );
    switch (outcome.outcome) {
      case 'rotated':
        await needs.accounts.events.record({
          kind: 'client-secret-rotated',
          client: id,
          ...actorOf(request),
        });
        return ok(clientForm(outcome.client, outcome.secret));
      case 'no-such-client':
        return noSuchClient;
      case 'outranked':
        return refuse(
          403,
          'insufficient_scope',
          'The client may do what this token may not: its secret cannot be changed with it.',
        );
    }
  },
});
