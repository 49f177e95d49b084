import { ok } from '../../../http/index.ts';
import { endpoint } from '../../endpoint.ts';
import { bruteForceForm, bruteForceSchema } from './form.ts';

/** `GET /api/v2/attack-protection/brute-force-protection` */
export const getBruteForceProtectionEndpoint = endpoint({
  method: 'GET',
  url: '/attack-protection/brute-force-protection',
  scope: 'read:attack_protection',
  summary: 'Get the settings of brute-force protection',
  schema: { response: { 200: bruteForceSchema } },
  handler:
    ({ tenant }) =>
    async () =>
      ok(bruteForceForm((await tenant.settings.get()).bruteForceProtection)),
});
