import type Provider from 'oidc-provider';
import type { AccountEvent, User } from '../accounts/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { RefreshTokenPolicy, ResourceServer } from '../tenant/index.ts';
import {
  type AudienceNeeds,
  assertApiForUsers,
  isOffered,
  notAuthorized,
  requestedApi,
  scopesIn,
  userInfoAudience,
} from './audience.ts';
import { deviceOf, usedDevice, writeUse } from './device.ts';
import { type GrantCall, type GrantHandler, required } from './grant-call.ts';
import { issueToUser, newRefreshToken, type UserGrant } from './issue-tokens.ts';
import { logInRefusal } from './log-in-refusal.ts';
import type { OidcPayloads } from './oidc-payloads.ts';
import { CredentialsChanged, idHashOf } from './payload-adapter.ts';
import { credentialVersionOf } from './provider-fence.ts';
import { epochSeconds, secondsToLive } from './refresh-token-life.ts';
import { Refusal } from './refusal.ts';

export interface RefreshTokenGrantNeeds extends AudienceNeeds {
  readonly storage: OidcPayloads;
  readonly clock: Clock;
  findUser(userId: string): Promise<User | undefined>;
  mayUseConnection(clientId: string, connectionId: string): Promise<boolean>;
  recordEvent(event: AccountEvent): Promise<unknown>;
}

type RefreshToken = InstanceType<Provider['RefreshToken']>;

/** A refresh token that is good, with the user whose it is. */
interface Family {
  readonly token: RefreshToken;
  readonly value: string;
  readonly grantId: string;
  readonly user: User;
  readonly credentialVersion: number;
  /** When the family's login was, in seconds since the Unix epoch. */
  readonly began: number;
  /** How long the token lives after this use, or its successor. */
  readonly lifeSeconds: number;
}

/**
 * New tokens for a refresh token (RFC 6749, 6), which rotates where the client's policy says so, and lives on otherwise.
 * A token that comes back after its leeway was stolen, or its successor was: the whole family ends (RFC 9700, 4.14.2).
 */
export function refreshTokenGrant(needs: RefreshTokenGrantNeeds): GrantHandler {
  return async (call) => {
    const { client, params, source } = call;
    const family = await openFamily(needs, call, required(params, 'refresh_token').refresh_token);
    const api = await apiOf(needs, family.token, params.audience);
    const granted = scopesIn(family.token.scope).filter((scope) => isOffered(scope, api));
    const asked = scopesIn(params.scope);
    const grant: UserGrant = {
      context: call.context,
      providerClient: call.providerClient,
      client,
      user: family.user,
      gty: 'refresh_token',
      grantId: family.grantId,
      api,
      scopes: granted,
      credentialVersion: family.credentialVersion,
    };
    try {
      const useUp = client.refreshTokens.rotating ? rotate : renew;
      const next = await useUp(needs, call, family, grant);
      const scopes = asked.length === 0 ? granted : granted.filter((scope) => asked.includes(scope));
      const tokens = await issueToUser(call.provider, { ...grant, scopes });
      await needs.recordEvent({
        kind: 'token-refreshed',
        clientId: client.clientId,
        userId: family.user.userId,
        source,
      });
      return { ...tokens, ...(next !== undefined && { refresh_token: next }) };
    } catch (error) {
      throw error instanceof CredentialsChanged ? unusable('credentials-changed', family.user.userId) : error;
    }
  };
}

async function openFamily(
  needs: RefreshTokenGrantNeeds,
  { provider, client }: GrantCall,
  value: string,
): Promise<Family> {
  const token = await provider.RefreshToken.find(value, { ignoreExpiration: true });
  const credentialVersion = token && credentialVersionOf(token);
  if (token?.grantId === undefined || token.iiat === undefined || credentialVersion === undefined)
    throw unusable('unknown');
  if (token.clientId !== client.clientId) throw unusable('issued-to-another-client');
  const { grantId, accountId, iiat: began } = token;
  if (wasUsedTooLongAgo(token, client.refreshTokens, needs.clock))
    throw await endFamily(needs, grantId, accountId);
  const lifeSeconds = secondsToLive(client.refreshTokens, began, epochSeconds(needs.clock));
  if (lifeSeconds <= 0) throw unusable('expired', accountId);

  const user = await needs.findUser(accountId);
  if (user === undefined) throw unusable('no-such-user', accountId);
  if (user.blocked) throw logInRefusal({ outcome: 'blocked' });
  if (!(await needs.mayUseConnection(client.clientId, user.connectionId))) {
    throw unusable('connection-not-enabled', accountId);
  }
  if (user.credentialVersion !== credentialVersion) throw unusable('credentials-changed', accountId);
  return { token, value, grantId, user, credentialVersion, began, lifeSeconds };
}

/**
 * Saves the successor first and uses up the old token then: whoever does not get it (used, revoked or deleted since)
 * ends the family, successor and all; and a crash in between loses nobody's session.
 */
async function rotate(
  needs: RefreshTokenGrantNeeds,
  { provider, client, source }: GrantCall,
  { token, value, grantId, user, began, lifeSeconds: expiresIn }: Family,
  grant: UserGrant,
): Promise<string> {
  const rotations = (token.rotations ?? 0) + 1;
  const now = needs.clock.now();
  const device = usedDevice(deviceOf(token), { at: now, source });
  const successor = newRefreshToken(provider, grant, { expiresIn, rotations, began, device });
  const next = await successor.save();
  const leewayMs = client.refreshTokens.leewaySeconds * 1000;
  const isOurs = await needs.storage.consume('RefreshToken', idHashOf(value), now, leewayMs);
  if (!isOurs) throw await endFamily(needs, grantId, user.userId);
  return next;
}

/** A token that does not rotate lives on by its use; one that was revoked or deleted meanwhile does not come back. */
async function renew(
  { storage, clock }: RefreshTokenGrantNeeds,
  { source, client }: GrantCall,
  { token, value, user, lifeSeconds }: Family,
): Promise<undefined> {
  const now = clock.now();
  const end = epochSeconds(clock) + lifeSeconds;
  const movesByUse = lifeSeconds === client.refreshTokens.idleLifetimeSeconds;
  if (movesByUse && end === token.exp) return; // of many uses in a second one writes
  const lastUse = writeUse({ at: now, source });
  const isThere = await storage.renew('RefreshToken', idHashOf(value), now, end * 1000, lastUse);
  if (!isThere) throw unusable('unknown', user.userId);
}

async function endFamily(
  { storage }: RefreshTokenGrantNeeds,
  grantId: string,
  userId: string,
): Promise<Refusal> {
  await storage.revokeByGrantId(grantId);
  return unusable('used-again', userId);
}

/** The API that the family is for; a refresh cannot move it to another one. */
async function apiOf(
  needs: RefreshTokenGrantNeeds,
  token: RefreshToken,
  named: string | undefined,
): Promise<ResourceServer | undefined> {
  const audience = typeof token.resource === 'string' ? token.resource : userInfoAudience(needs.issuer);
  if (named !== undefined && named !== audience) throw notAuthorized(named);
  const api = await requestedApi(needs, audience);
  assertApiForUsers(needs.issuer, api);
  return api;
}

function wasUsedTooLongAgo(
  token: RefreshToken,
  { leewaySeconds }: RefreshTokenPolicy,
  clock: Clock,
): boolean {
  return typeof token.consumed === 'number' && token.consumed <= clock.now() - leewaySeconds * 1000;
}

/** One answer for whatever is wrong with a refresh token; auth0-spa-js looks for its words. */
function unusable(reason: string, userId?: string): Refusal {
  return new Refusal({
    status: 403,
    error: 'invalid_grant',
    description: 'Unknown or invalid refresh token.',
    reason,
    ...(userId !== undefined && { userId }),
  });
}
