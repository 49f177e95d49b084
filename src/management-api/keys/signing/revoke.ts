import { ok, refuse } from '../../../http/index.ts';
import { endpoint } from '../../endpoint.ts';
import { noSuchSigningKey } from '../../refusals.ts';
import { errorSchema } from '../../schemas.ts';
import { certificateSchema, signingKeyParams } from '../../signing-key-form.ts';

/** `PUT /api/v2/keys/signing/{kid}/revoke`: no token that the key has signed is accepted any more. */
export const revokeSigningKeyEndpoint = endpoint({
  method: 'PUT',
  url: '/keys/signing/:kid/revoke',
  scope: 'update:signing_keys',
  summary: 'Revoke a signing key',
  schema: {
    params: signingKeyParams,
    response: { 200: certificateSchema, 404: errorSchema, 409: errorSchema },
  },
  handler:
    ({ signingKeys }) =>
    async ({ params }) => {
      const outcome = await signingKeys.revoke(params.kid);
      switch (outcome.outcome) {
        case 'revoked':
          return ok({ cert: outcome.key.pem, kid: outcome.key.kid });
        case 'no-such-key':
          return noSuchSigningKey;
        case 'still-signs':
          return refuse(409, 'signing_key_current', 'The key signs now: rotate the signing keys first.');
        case 'revoked-before':
          return refuse(409, 'signing_key_revoked', 'The key has been revoked before.');
      }
    },
});
