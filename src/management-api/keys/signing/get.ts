import { ok } from '../../../http/index.ts';
import { endpoint } from '../../endpoint.ts';
import { noSuchSigningKey } from '../../refusals.ts';
import { errorSchema } from '../../schemas.ts';
import { signingKeyForm, signingKeyParams, signingKeySchema } from '../../signing-key-form.ts';

/** `GET /api/v2/keys/signing/{kid}` */
export const getSigningKeyEndpoint = endpoint({
  method: 'GET',
  url: '/keys/signing/:kid',
  scope: 'read:signing_keys',
  summary: 'Get a signing key',
  schema: { params: signingKeyParams, response: { 200: signingKeySchema, 404: errorSchema } },
  handler:
    ({ signingKeys }) =>
    async ({ params }) => {
      const key = (await signingKeys.list()).find(({ kid }) => kid === params.kid);
      return key === undefined ? noSuchSigningKey : ok(signingKeyForm(key));
    },
});
