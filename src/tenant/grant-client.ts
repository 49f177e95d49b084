import type { Clock } from '../lib/clock.ts';
import { randomName } from '../lib/random-name.ts';
import type { ClientGrant } from './client-grant.ts';
import type { ResourceServer } from './resource-server.ts';
import type { ClientGrants, TenantStore } from './tenant-store.ts';

export interface GrantClientNeeds {
  readonly clients: Pick<TenantStore['clients'], 'find'>;
  readonly resourceServers: Pick<TenantStore['resourceServers'], 'findByIdentifier'>;
  readonly clientGrants: Pick<ClientGrants, 'insert' | 'find' | 'update'>;
  readonly clock: Clock;
}

export type GrantRefusal =
  | { readonly outcome: 'unknown-scope'; readonly scope: string }
  /** A scope of the Management API that the caller's own token lacks (S4). */
  | { readonly outcome: 'beyond-caller'; readonly scope: string };

export type GrantClientOutcome =
  | { readonly outcome: 'granted'; readonly grant: ClientGrant }
  | { readonly outcome: 'already-granted' }
  | { readonly outcome: 'no-such-client' }
  | { readonly outcome: 'no-such-audience' }
  | GrantRefusal;

/** Lets a client ask for tokens for an API, with these scopes. */
export async function grantClient(
  needs: GrantClientNeeds,
  wanted: Pick<ClientGrant, 'clientId' | 'audience' | 'scope'>,
  callerScopes: readonly string[],
): Promise<GrantClientOutcome> {
  const resourceServer = await needs.resourceServers.findByIdentifier(wanted.audience);
  if (resourceServer === undefined) return { outcome: 'no-such-audience' };
  if ((await needs.clients.find(wanted.clientId)) === undefined) return { outcome: 'no-such-client' };
  const refusal = refusalOf(resourceServer, wanted.scope, [], callerScopes);
  if (refusal !== undefined) return refusal;
  const grant: ClientGrant = { ...wanted, id: `cgr_${randomName(16)}`, createdAt: needs.clock.now() };
  return (await needs.clientGrants.insert(grant))
    ? { outcome: 'granted', grant }
    : { outcome: 'already-granted' };
}

export type UpdateClientGrantOutcome =
  | { readonly outcome: 'updated' | 'unchanged'; readonly grant: ClientGrant }
  | { readonly outcome: 'no-such-grant' }
  | GrantRefusal;

/** Replaces the scopes of a grant. The same scopes, in whatever order, write nothing. */
export async function updateClientGrant(
  needs: Omit<GrantClientNeeds, 'clients' | 'clock'>,
  id: string,
  scope: readonly string[],
  callerScopes: readonly string[],
): Promise<UpdateClientGrantOutcome> {
  const grant = await needs.clientGrants.find(id);
  const resourceServer = grant && (await needs.resourceServers.findByIdentifier(grant.audience));
  if (grant === undefined || resourceServer === undefined) return { outcome: 'no-such-grant' };
  const refusal = refusalOf(resourceServer, scope, grant.scope, callerScopes);
  if (refusal !== undefined) return refusal;
  if (isSameSet(grant.scope, scope)) return { outcome: 'unchanged', grant };
  const updated = await needs.clientGrants.update(id, scope);
  return updated === undefined ? { outcome: 'no-such-grant' } : { outcome: 'updated', grant: updated };
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  const [ours, theirs] = [new Set(a), new Set(b)];
  return ours.size === theirs.size && a.every((each) => theirs.has(each));
}

function refusalOf(
  { scopes, isSystem }: ResourceServer,
  wanted: readonly string[],
  held: readonly string[],
  callerScopes: readonly string[],
): GrantRefusal | undefined {
  const unknown = wanted.find((scope) => !scopes.some(({ value }) => value === scope));
  if (unknown !== undefined) return { outcome: 'unknown-scope', scope: unknown };
  const beyond = wanted.find((scope) => !held.includes(scope) && !callerScopes.includes(scope));
  return isSystem && beyond !== undefined ? { outcome: 'beyond-caller', scope: beyond } : undefined;
}
