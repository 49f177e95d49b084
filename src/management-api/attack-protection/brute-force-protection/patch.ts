import { ok, refuse } from '../../../http/index.ts';
import { actorOf } from '../../actor-of.ts';
import { endpoint } from '../../endpoint.ts';
import { changeProtection } from '../change-protection.ts';
import { faultInAllowlist, faultInShields } from '../shared-properties.ts';
import { bruteForceBody, bruteForceForm, bruteForceSchema, readBruteForce } from './form.ts';

const protection = 'brute-force-protection';

/** `PATCH /api/v2/attack-protection/brute-force-protection`: what is set counts from the next attempt on, on every node. */
export const patchBruteForceProtectionEndpoint = endpoint({
  method: 'PATCH',
  url: '/attack-protection/brute-force-protection',
  scope: 'update:attack_protection',
  summary: 'Change the settings of brute-force protection',
  schema: { body: bruteForceBody, response: { 200: bruteForceSchema } },
  handler: (needs) => async (request) => {
    const { body } = request;
    const current = await needs.tenant.settings.get();
    const bruteForceProtection = readBruteForce(body, current.bruteForceProtection);
    const fault = faultInShields(body.shields) ?? faultInAllowlist(body.allowlist);
    if (fault !== undefined) return refuse(400, 'invalid_body', fault);
    const change = { protection, current, actor: actorOf(request) };
    const after = await changeProtection(needs, { bruteForceProtection }, change);
    return ok(bruteForceForm(after.bruteForceProtection));
  },
});
