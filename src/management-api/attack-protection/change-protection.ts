import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../../accounts/index.ts';
import type { AttackProtectionSettings, TenantSettings } from '../../tenant/index.ts';
import type { ManagementApiNeeds } from '../needs.ts';

/** Sets one of the protections, and tells of it; what is set so already is left alone. */
export async function changeProtection(
  { tenant, accounts }: Pick<ManagementApiNeeds, 'tenant' | 'accounts'>,
  changes: Partial<AttackProtectionSettings>,
  { protection, current, actor }: { protection: string; current: TenantSettings; actor: Actor },
): Promise<TenantSettings> {
  const after = { ...current, ...changes };
  if (isDeepStrictEqual(after, current)) return current;
  const updated = await tenant.settings.update(changes);
  await accounts.events.record({ kind: 'attack-protection-changed', protection, ...actor });
  return updated;
}

/** What was sent, over what is set. */
export function over<T extends object>(current: T, sent: { readonly [K in keyof T]?: T[K] | undefined }): T {
  const given = Object.entries(sent).filter(([, value]) => value !== undefined);
  return { ...current, ...Object.fromEntries(given) };
}
