import { ok } from '../../../http/index.ts';
import { endpoint } from '../../endpoint.ts';
import { throttlingForm, throttlingSchema } from './form.ts';

/** `GET /api/v2/attack-protection/suspicious-ip-throttling` */
export const getSuspiciousIpThrottlingEndpoint = endpoint({
  method: 'GET',
  url: '/attack-protection/suspicious-ip-throttling',
  scope: 'read:attack_protection',
  summary: 'Get the settings of suspicious IP throttling',
  schema: { response: { 200: throttlingSchema } },
  handler:
    ({ tenant }) =>
    async () =>
      ok(throttlingForm((await tenant.settings.get()).suspiciousIpThrottling)),
});
