import { ok, refuse } from '../../../http/index.ts';
import { actorOf } from '../../actor-of.ts';
import { endpoint } from '../../endpoint.ts';
import { changeProtection } from '../change-protection.ts';
import { faultInAllowlist, faultInShields } from '../shared-properties.ts';
import { faultInRates, readThrottling, throttlingBody, throttlingForm, throttlingSchema } from './form.ts';

const protection = 'suspicious-ip-throttling';

/** `PATCH /api/v2/attack-protection/suspicious-ip-throttling`: what is set counts from the next attempt on, on every node. */
export const patchSuspiciousIpThrottlingEndpoint = endpoint({
  method: 'PATCH',
  url: '/attack-protection/suspicious-ip-throttling',
  scope: 'update:attack_protection',
  summary: 'Change the settings of suspicious IP throttling',
  schema: { body: throttlingBody, response: { 200: throttlingSchema } },
  handler: (needs) => async (request) => {
    const { body } = request;
    const current = await needs.tenant.settings.get();
    const suspiciousIpThrottling = readThrottling(body, current.suspiciousIpThrottling);
    const fault =
      faultInShields(body.shields) ??
      faultInAllowlist(body.allowlist) ??
      faultInRates(suspiciousIpThrottling);
    if (fault !== undefined) return refuse(400, 'invalid_body', fault);
    const change = { protection, current, actor: actorOf(request) };
    const after = await changeProtection(needs, { suspiciousIpThrottling }, change);
    return ok(throttlingForm(after.suspiciousIpThrottling));
  },
});
