import type { ManagedSigningKey, SigningKeyOperations } from './needs.ts';

/** Keys that sign nothing, with the operator's rules of those that do. `now` in milliseconds since the Unix epoch. */
export function createPlainSigningKeys(now: () => number): SigningKeyOperations {
  let keys: readonly ManagedSigningKey[] = [
    plainKey('first', 'current', now()),
    plainKey('second', 'next', null),
  ];
  const change = (kid: string, changes: Partial<ManagedSigningKey>): void => {
    keys = keys.map((key) => (key.kid === kid ? { ...key, ...changes } : key));
  };
  const findIn = (state: ManagedSigningKey['state']): ManagedSigningKey | undefined =>
    keys.find((key) => key.state === state);
  const addNext = (): void => {
    if (findIn('next') === undefined) keys = [plainKey(`key-${keys.length + 1}`, 'next', null), ...keys];
  };
  return {
    list: async () => keys,
    rotate: async () => {
      const [current, next] = [findIn('current'), findIn('next')];
      if (current === undefined || next === undefined) return undefined;
      change(current.kid, { state: 'previous', currentUntil: now() });
      change(next.kid, { state: 'current', currentSince: now() });
      addNext();
      return findIn('current');
    },
    revoke: async (kid) => {
      const key = keys.find((each) => each.kid === kid);
      if (key === undefined) return { outcome: 'no-such-key' };
      if (key.state === 'current') return { outcome: 'still-signs' };
      if (key.state === 'revoked') return { outcome: 'revoked-before' };
      change(kid, { state: 'revoked', revokedAt: now() });
      addNext();
      return { outcome: 'revoked', key };
    },
  };
}

function plainKey(
  kid: string,
  state: ManagedSigningKey['state'],
  currentSince: number | null,
): ManagedSigningKey {
  const certificate = { pem: `certificate of ${kid}`, fingerprint: 'AA:BB', thumbprint: 'AABB' };
  return { kid, state, currentSince, currentUntil: null, revokedAt: null, ...certificate };
}
