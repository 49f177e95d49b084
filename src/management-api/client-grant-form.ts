import { type TSchema, Type } from 'typebox';
import { type Answer, insufficientScope, refuse } from '../http/index.ts';
import type { ClientGrant, GrantRefusal } from '../tenant/index.ts';
import { shown, text } from './schemas.ts';

/** A client grant in the API's form. */
export const clientGrantSchema: TSchema = shown('ClientGrant', {
  id: Type.String(),
  client_id: Type.String(),
  audience: Type.String(),
  scope: Type.Array(Type.String()),
});

/** Path of an endpoint about one client grant. */
export const clientGrantParams = Type.Object({ id: text(64, 'The client grant id') });

/** The scopes of a grant, as they are sent. */
export const grantScope = Type.Array(text(280), { maxItems: 1000 });

// What exports from Auth0 carry; the values that mean "as usual" have no effect, others would be a lie.
export const usualGrantProperties = {
  organization_usage: Type.Optional(Type.Literal('deny')),
  allow_any_organization: Type.Optional(Type.Literal(false)),
  allow_all_scopes: Type.Optional(Type.Literal(false)),
  subject_type: Type.Optional(Type.Literal('client')),
  authorization_details_types: Type.Optional(Type.Array(Type.String(), { maxItems: 0 })),
};

/** A client grant as the API shows it. */
export function clientGrantForm({ id, clientId, audience, scope }: ClientGrant): object {
  return { id, client_id: clientId, audience, scope };
}

/** The answer to scopes that cannot be granted. */
export function refuseScope(refusal: GrantRefusal): Answer {
  if (refusal.outcome === 'beyond-caller') return { problem: insufficientScope([refusal.scope]) };
  return refuse(400, 'invalid_body', `The API has no scope ${refusal.scope.slice(0, 128)}.`);
}
