import { type TSchema, Type } from 'typebox';
import type { ManagedSession } from './needs.ts';
import { shown } from './schemas.ts';
import { timeForm } from './time-form.ts';

/** A session in the API's form. */
export const sessionSchema: TSchema = shown('Session', {
  id: Type.String(),
  user_id: Type.String(),
  created_at: Type.String(),
  authenticated_at: Type.String(),
  expires_at: Type.String(),
  clients: Type.Array(Type.Object({ client_id: Type.String() })),
  authentication: shown('Authentication', {
    methods: Type.Array(shown('AuthenticationMethod', { name: Type.String(), timestamp: Type.String() })),
  }),
});

/** A session as the API shows it. */
export function sessionForm(session: ManagedSession): object {
  const { id, userId, createdAt, authenticatedAt, expiresAt, clientIds, methods } = session;
  return {
    id,
    user_id: userId,
    ...timeForm('created_at', createdAt),
    ...timeForm('authenticated_at', authenticatedAt),
    ...timeForm('expires_at', expiresAt),
    clients: clientIds.map((client_id) => ({ client_id })),
    authentication: {
      methods: methods.map((name) => ({ name, ...timeForm('timestamp', authenticatedAt) })),
    },
  };
}
