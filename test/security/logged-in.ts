import assert from 'node:assert/strict';
import type { LegacyConnection } from '../kit/legacy-connection.ts';

/** The identifier of an API that access tokens are for. */
export const shop = 'https://shop.example.com/api';

/** A login, and what one can do with it. */
export interface LoggedIn {
  readonly userId: string;
  readonly email: string;
  /** Of the user in the Management API. */
  readonly path: string;
  readonly refreshToken: string;
  readonly opaqueToken: string;
  /** For the API and for /userinfo. */
  readonly jwt: string;
}

/** Logs a user in for every kind of token; the API `shop` is there. */
export async function logInForEverything(
  connection: LegacyConnection,
  email: string,
  username = email,
): Promise<LoggedIn> {
  const opaque = await connection.logIn(username, 'any', { scope: 'openid offline_access' });
  assert.equal(opaque.status, 200, opaque.text);
  const jwt = await connection.logIn(username, 'any', { scope: 'openid', audience: shop });
  const { user_id: userId } = await connection.user(email);
  return {
    userId,
    email,
    path: `users/${encodeURIComponent(userId)}`,
    refreshToken: opaque.body.refresh_token,
    opaqueToken: opaque.body.access_token,
    jwt: jwt.body.access_token,
  };
}
