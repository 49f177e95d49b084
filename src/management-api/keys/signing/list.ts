import { Type } from 'typebox';
import { ok } from '../../../http/index.ts';
import { endpoint } from '../../endpoint.ts';
import { signingKeyForm, signingKeySchema } from '../../signing-key-form.ts';

/** `GET /api/v2/keys/signing`: newest first. */
export const listSigningKeysEndpoint = endpoint({
  method: 'GET',
  url: '/keys/signing',
  scope: 'read:signing_keys',
  summary: 'List signing keys',
  schema: { response: { 200: Type.Array(signingKeySchema) } },
  handler:
    ({ signingKeys }) =>
    async () =>
      ok((await signingKeys.list()).map(signingKeyForm)),
});
