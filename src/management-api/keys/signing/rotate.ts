import { created, refuse } from '../../../http/index.ts';
import { endpoint } from '../../endpoint.ts';
import { errorSchema } from '../../schemas.ts';
import { certificateSchema } from '../../signing-key-form.ts';

/** `POST /api/v2/keys/signing/rotate`: the next key signs from now on; answers it. */
export const rotateSigningKeysEndpoint = endpoint({
  method: 'POST',
  url: '/keys/signing/rotate',
  scope: ['create:signing_keys', 'update:signing_keys'],
  summary: 'Rotate the signing keys',
  schema: { response: { 201: certificateSchema, 409: errorSchema } },
  handler:
    ({ signingKeys }) =>
    async () => {
      const key = await signingKeys.rotate();
      if (key !== undefined) return created({ cert: key.pem, kid: key.kid });
      return refuse(
        409,
        'signing_keys_rotated',
        'The signing keys have just been rotated by another request.',
      );
    },
});
