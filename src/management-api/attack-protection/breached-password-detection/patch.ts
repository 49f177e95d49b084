import type { Static } from 'typebox';
import { ok, refuse } from '../../../http/index.ts';
import { endpoint } from '../../endpoint.ts';
import { breachedPasswordBody, breachedPasswordSchema, noDetection } from './form.ts';

const refusal = refuse(
  400,
  'invalid_body',
  'Segue does not detect breached passwords: leave it off. password_dictionary of a connection refuses common ones.',
);

/** `PATCH /api/v2/attack-protection/breached-password-detection`: it can be left off, and not switched on. */
export const patchBreachedPasswordDetectionEndpoint = endpoint({
  method: 'PATCH',
  url: '/attack-protection/breached-password-detection',
  scope: 'update:attack_protection',
  summary: 'Leave breached password detection off, which Segue does not have',
  schema: { body: breachedPasswordBody, response: { 200: breachedPasswordSchema } },
  handler:
    () =>
    async ({ body }) =>
      asksForSomething(body) ? refusal : ok(noDetection),
});

function asksForSomething({
  enabled,
  shields = [],
  admin_notification_frequency: frequency = [],
  method = 'standard',
  stage = {},
}: Static<typeof breachedPasswordBody>): boolean {
  const { 'pre-user-registration': signUp, 'pre-change-password': change } = stage;
  const all = [...shields, ...frequency, ...(signUp?.shields ?? []), ...(change?.shields ?? [])];
  return enabled === true || method !== 'standard' || all.length > 0;
}
