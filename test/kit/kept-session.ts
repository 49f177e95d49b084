import { newObjectId } from '../../src/lib/object-id.ts';
import type { Segue } from './start-segue.ts';

/** What a session is made of. */
export interface SessionToKeep {
  readonly userId: string;
  readonly clientId?: string;
  /** Milliseconds since the Unix epoch. */
  readonly authenticatedAt?: number;
  readonly expiresAt?: number | null;
}

/** Gives a user a session as the login pages will begin them, and says how the API names it. */
export async function keepSession(
  segue: Segue,
  { userId, clientId = 'app', authenticatedAt = Date.now(), expiresAt = null }: SessionToKeep,
): Promise<string> {
  const { oidc } = await segue.otherNode();
  const uid = newObjectId();
  const seconds = Math.floor(authenticatedAt / 1000);
  const session = {
    kind: 'Session',
    uid,
    accountId: userId,
    iat: seconds,
    loginTs: seconds,
    amr: ['pwd'],
    authorizations: { [clientId]: { sid: newObjectId(), grantId: newObjectId() } },
  };
  const idHash = newObjectId(); // in place of the digest of a cookie's value
  await oidc.save({ model: 'Session', idHash, uid, userId, payload: JSON.stringify(session), expiresAt });
  return uid;
}

/** Gives a user a refresh token that was issued in a session, and says how the API names it. */
export async function keepTokenOfSession(
  segue: Segue,
  { userId, clientId, sessionUid }: { userId: string; clientId: string; sessionUid: string },
): Promise<string> {
  const { oidc } = await segue.otherNode();
  const grantId = newObjectId();
  const seconds = Math.floor(Date.now() / 1000);
  const payload = JSON.stringify({
    kind: 'RefreshToken',
    accountId: userId,
    clientId,
    sessionUid,
    iat: seconds,
    iiat: seconds,
  });
  const expiresAt = Date.now() + 86_400_000;
  await oidc.save({ model: 'RefreshToken', idHash: grantId, grantId, userId, clientId, payload, expiresAt });
  return grantId;
}
