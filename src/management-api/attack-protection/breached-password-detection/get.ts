import { ok } from '../../../http/index.ts';
import { endpoint } from '../../endpoint.ts';
import { breachedPasswordSchema, noDetection } from './form.ts';

/** `GET /api/v2/attack-protection/breached-password-detection`: it is off. Common passwords are a connection's matter. */
export const getBreachedPasswordDetectionEndpoint = endpoint({
  method: 'GET',
  url: '/attack-protection/breached-password-detection',
  scope: 'read:attack_protection',
  summary: 'Get the settings of breached password detection, which Segue does not have',
  schema: { response: { 200: breachedPasswordSchema } },
  handler: () => async () => ok(noDetection),
});
