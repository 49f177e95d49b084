import { type TSchema, Type } from 'typebox';
import { deviceForm, deviceSchema } from './device-form.ts';
import type { ManagedRefreshToken } from './needs.ts';
import { shown } from './schemas.ts';
import { timeForm } from './time-form.ts';

/** A refresh token in the API's form. */
export const refreshTokenSchema: TSchema = shown('RefreshToken', {
  id: Type.String({ description: 'Names the login that it descends from: where tokens rotate, it stays' }),
  user_id: Type.String(),
  client_id: Type.String(),
  session_id: Type.Union([Type.String(), Type.Null()]),
  created_at: Type.String(),
  idle_expires_at: Type.String({ description: 'Left out where it may lie idle for ever' }),
  expires_at: Type.String({ description: 'Left out where it does not expire' }),
  last_exchanged_at: Type.String({ description: 'Left out where it has not been used' }),
  rotating: Type.Boolean(),
  device: deviceSchema,
  resource_servers: Type.Array(Type.Object({ audience: Type.String(), scopes: Type.String() })),
});

/** A refresh token as the API shows it. */
export function refreshTokenForm(token: ManagedRefreshToken): object {
  const { device, audience, scope } = token;
  return {
    id: token.id,
    user_id: token.userId,
    client_id: token.clientId,
    session_id: token.sessionId,
    created_at: new Date(token.createdAt).toISOString(),
    ...timeForm('idle_expires_at', token.idleExpiresAt),
    ...timeForm('expires_at', token.expiresAt),
    ...timeForm('last_exchanged_at', token.lastExchangedAt),
    rotating: token.rotating,
    ...(device === null ? {} : { device: deviceForm(device) }),
    resource_servers: [{ audience, scopes: scope }],
  };
}
