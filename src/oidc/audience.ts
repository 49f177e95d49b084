import { liesUnder, type ResourceServer, type TenantStore } from '../tenant/index.ts';
import { oidcScopes } from './claims.ts';
import { Refusal } from './refusal.ts';

export interface AudienceNeeds {
  readonly issuer: string;
  readonly tenant: Pick<TenantStore, 'resourceServers' | 'settings'>;
}

/** The audience that an access token for `/userinfo` carries. */
export function userInfoAudience(issuer: string): string {
  return `${issuer}userinfo`;
}

/**
 * The API that a request means: the one it names, else the tenant's default. `undefined` where the token is for
 * `/userinfo` alone.
 *
 * @throws Refusal 403 when there is no such API
 */
export async function requestedApi(
  needs: AudienceNeeds,
  named: string | undefined,
): Promise<ResourceServer | undefined> {
  const audience = named ?? (await needs.tenant.settings.get()).defaultAudience ?? undefined;
  if (audience === undefined || audience === userInfoAudience(needs.issuer)) return undefined;
  const api = await needs.tenant.resourceServers.findByIdentifier(audience);
  if (api !== undefined) return api;
  const description = `Service not enabled within domain: ${audience}`;
  throw new Refusal({ status: 403, error: 'access_denied', description });
}

/**
 * Refuses a user's token for anything of Segue's own: Management API tokens come by client credentials only (S3).
 *
 * @throws Refusal 403
 */
export function assertApiForUsers(issuer: string, api: ResourceServer | undefined): void {
  if (api !== undefined && (api.isSystem || isOwnAddress(issuer, api.identifier))) {
    throw notAuthorized(api.identifier);
  }
}

// Stored APIs only are asked about, and a deployment has some dozens.
const mostAnswers = 1000;
const answers = new Map<string, boolean>();

/** Whether an API's identifier is an address of Segue's. The answer is kept: it takes 46 µs, and every login asks. */
export function isOwnAddress(issuer: string, identifier: string): boolean {
  const question = JSON.stringify([issuer, identifier]);
  const known = answers.get(question);
  if (known !== undefined) return known;
  if (answers.size >= mostAnswers) answers.clear();
  const answer = liesUnder(issuer, identifier);
  answers.set(question, answer);
  return answer;
}

/** That a client may not have a token for an audience, in Auth0's words. */
export function notAuthorized(audience: string): Refusal {
  return new Refusal({
    status: 403,
    error: 'access_denied',
    description: `Client is not authorized to access "${audience}". You need to create a "client-grant" associated to this API.`,
  });
}

/** The scopes in a space-separated list, each once. */
export function scopesIn(list: string | undefined): readonly string[] {
  return [...new Set((list ?? '').split(' ').filter((scope) => scope !== ''))];
}

/** Whether a scope is OpenID Connect's or the API's. */
export function isOffered(scope: string, api: ResourceServer | undefined): boolean {
  return oidcScopes.includes(scope) || (api?.scopes ?? []).some(({ value }) => value === scope);
}

/**
 * The scopes that a user's token gets of those asked for. Without one of the API's own among them it gets all of these:
 * who hands an application the password trusts it, as Auth0's documentation puts it.
 */
export function scopesForUser(
  asked: readonly string[],
  api: ResourceServer | undefined,
  mayRefresh: boolean,
): readonly string[] {
  const oidc = asked.filter(
    (scope) => oidcScopes.includes(scope) && (scope !== 'offline_access' || mayRefresh),
  );
  const offered = (api?.scopes ?? [])
    .map(({ value }) => value)
    .filter((scope) => !oidcScopes.includes(scope));
  const wanted = offered.filter((scope) => asked.includes(scope));
  return [...oidc, ...(wanted.length > 0 ? wanted : offered)];
}
