import type { ConnectionForOutcome, LogInAttempt, LogInOutcome } from '../accounts/index.ts';
import type { Clock } from '../lib/clock.ts';
import { newObjectId } from '../lib/object-id.ts';
import type { ResourceServer } from '../tenant/index.ts';
import { type AudienceNeeds, assertApiForUsers, requestedApi, scopesForUser, scopesIn } from './audience.ts';
import { newDevice } from './device.ts';
import { type GrantCall, type GrantHandler, required } from './grant-call.ts';
import { issueToUser, newRefreshToken, type TokenResponse, type UserGrant } from './issue-tokens.ts';
import { connectionRefusal, logInRefusal } from './log-in-refusal.ts';
import { CredentialsChanged } from './payload-adapter.ts';
import { epochSeconds, secondsToLive } from './refresh-token-life.ts';

export interface PasswordGrantNeeds extends AudienceNeeds {
  readonly clock: Clock;
  logIn(attempt: LogInAttempt): Promise<LogInOutcome>;
  connectionFor(clientId: string, realm?: string): Promise<ConnectionForOutcome>;
}

type Authenticated = Extract<LogInOutcome, { outcome: 'authenticated' }>;

/**
 * Tokens for a user's identifier and password (RFC 6749, 4.3, and Auth0's password-realm). The realm chooses the
 * connection in both forms where it is sent: `auth0-auth-js` sends it with plain `password`.
 */
export function passwordGrant(
  needs: PasswordGrantNeeds,
  { realmNeeded }: { realmNeeded: boolean },
): GrantHandler {
  return async (call) => {
    const { params } = call;
    const { username, password } = required(params, 'username', 'password');
    const realm = realmNeeded ? required(params, 'realm').realm : params.realm;
    const api = await requestedApi(needs, params.audience);
    assertApiForUsers(needs.issuer, api);
    const login = await authenticate(needs, call, { username, password, realm });
    return issue(needs.clock, call, login, api);
  };
}

async function authenticate(
  needs: PasswordGrantNeeds,
  { client, params, source }: GrantCall,
  { username, password, realm }: { username: string; password: string; realm: string | undefined },
): Promise<Authenticated> {
  const found = await needs.connectionFor(client.clientId, realm);
  if (found.outcome !== 'found') throw connectionRefusal(found);
  const outcome = await needs.logIn({
    connection: found.connection,
    clientId: client.clientId,
    identifier: username,
    password,
    source,
    grant: params.grant_type ?? null,
  });
  if (outcome.outcome !== 'authenticated') throw logInRefusal(outcome);
  return outcome;
}

/** The tokens are written only while the password that was verified is still the user's (S6). */
async function issue(
  clock: Clock,
  call: GrantCall,
  { user }: Authenticated,
  api: ResourceServer | undefined,
): Promise<TokenResponse> {
  const { provider, context, providerClient, client, params } = call;
  const asked = scopesIn(params.scope);
  const mayRefresh = client.grantTypes.includes('refresh_token') && api?.allowOfflineAccess !== false;
  const grant: UserGrant = {
    context,
    providerClient,
    client,
    user,
    gty: 'password',
    grantId: newObjectId(),
    api,
    scopes: scopesForUser(asked, api, mayRefresh),
    credentialVersion: user.credentialVersion,
  };
  try {
    if (!grant.scopes.includes('offline_access')) return await issueToUser(provider, grant);
    const began = epochSeconds(clock);
    const expiresIn = secondsToLive(client.refreshTokens, began, began);
    const device = newDevice(call.source);
    const facts = { expiresIn, began, rotations: 0, device };
    const refreshToken = await newRefreshToken(provider, grant, facts).save();
    return { ...(await issueToUser(provider, grant)), refresh_token: refreshToken };
  } catch (error) {
    throw error instanceof CredentialsChanged ? logInRefusal({ outcome: 'wrong-credentials' }) : error;
  }
}
