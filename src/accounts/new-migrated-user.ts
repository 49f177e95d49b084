import type { LegacyCallFacts } from './event.ts';
import type { Migratable } from './resolve-legacy.ts';
import { firstCredentialVersion, type User, type UserOrigin } from './user.ts';

/**
 * The user that a legacy profile becomes, before anything was done here. Who was blocked in an earlier life here comes back
 * blocked (S18).
 */
export function newMigratedUser(
  connectionId: string,
  { userId, profile, lifted }: Migratable,
  { how, at, legacy }: { how: MigratedHow; at: number; legacy: LegacyCallFacts },
): User {
  const { id: _legacyId, createdAt, ...described } = profile;
  const { scriptVersion, durationMs: legacyMs } = legacy;
  return {
    ...described,
    blocked: described.blocked || lifted.some(({ blocked }) => blocked),
    userId,
    connectionId,
    createdAt: createdAt ?? at,
    updatedAt: at,
    lastLoginAt: null,
    lastIp: null,
    loginsCount: 0,
    lastPasswordChangeAt: null,
    credentialVersion: firstCredentialVersion(at),
    origin: { how, at, scriptVersion, legacyMs },
  };
}

type MigratedHow = Exclude<UserOrigin['how'], 'created'>;
