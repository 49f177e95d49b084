import type { User } from '../accounts/index.ts';

/** Which claims a scope shows (OpenID Connect Core 5.4), as Auth0 has them. */
export const claimsByScope = {
  openid: ['sub'],
  profile: ['name', 'nickname', 'given_name', 'family_name', 'picture', 'updated_at'],
  email: ['email', 'email_verified'],
} as const;

/** The scopes that are OpenID Connect's own, not an API's. */
export const oidcScopes: readonly string[] = [...Object.keys(claimsByScope), 'offline_access'];

/**
 * A user's claims for these scopes: what an ID token and `/userinfo` tell. `updated_at` is an ISO date, as Auth0 has it
 * and OpenID Connect has not. Where a user has no name or nickname, Auth0's stand-ins serve: the address, its first part.
 */
export function claimsFor(
  user: User,
  scopes: readonly string[],
): { readonly sub: string } & Record<string, unknown> {
  return {
    sub: user.userId,
    ...(scopes.includes('profile') && profileClaims(user)),
    ...(scopes.includes('email') &&
      user.email !== null && { email: user.email, email_verified: user.emailVerified }),
  };
}

function profileClaims(user: User): Record<string, unknown> {
  return {
    name: user.name ?? user.email ?? user.username ?? user.userId,
    nickname: user.nickname ?? user.username ?? user.email?.split('@')[0] ?? user.userId,
    ...(user.givenName !== null && { given_name: user.givenName }),
    ...(user.familyName !== null && { family_name: user.familyName }),
    ...(user.picture !== null && { picture: user.picture }),
    updated_at: new Date(user.updatedAt).toISOString(),
  };
}
