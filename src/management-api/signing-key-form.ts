import { type TSchema, Type } from 'typebox';
import type { ManagedSigningKey } from './needs.ts';
import { shown, text } from './schemas.ts';

/** Path of an endpoint about one signing key. */
export const signingKeyParams = Type.Object({ kid: text(128, 'The key id') });

/** A signing key in the API's form. */
export const signingKeySchema: TSchema = shown('SigningKey', {
  kid: Type.String(),
  cert: Type.String({ description: 'The certificate that the key has issued to itself, PEM' }),
  fingerprint: Type.String({ description: 'SHA-1 of the certificate, with colons' }),
  thumbprint: Type.String({ description: 'SHA-1 of the certificate' }),
  next: Type.Boolean({ description: 'Published, and signs after the next rotation' }),
  current: Type.Boolean({ description: 'Signs' }),
  previous: Type.Boolean({ description: 'Has signed, and still verifies' }),
  current_since: Type.String({ format: 'date-time' }),
  current_until: Type.String({ format: 'date-time' }),
  revoked: Type.Boolean(),
  revoked_at: Type.String({ format: 'date-time' }),
});

/** What rotating and revoking answer. */
export const certificateSchema: TSchema = shown('SigningKeyCertificate', {
  cert: Type.String({ description: 'PEM' }),
  kid: Type.String(),
});

/** A signing key as the API shows it. Times that have not come are left out. */
export function signingKeyForm(key: ManagedSigningKey): object {
  const { kid, pem, fingerprint, thumbprint, state } = key;
  return {
    kid,
    cert: pem,
    fingerprint,
    thumbprint,
    next: state === 'next',
    current: state === 'current',
    previous: state === 'previous',
    ...timeForm('current_since', key.currentSince),
    ...timeForm('current_until', key.currentUntil),
    revoked: state === 'revoked',
    ...timeForm('revoked_at', key.revokedAt),
  };
}

function timeForm(name: string, at: number | null): object {
  return at === null ? {} : { [name]: new Date(at).toISOString() };
}
