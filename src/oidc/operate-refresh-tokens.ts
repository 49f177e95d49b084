import type { AccountEvent, Actor, Source } from '../accounts/index.ts';
import type { Clock } from '../lib/clock.ts';
import { isPlainObject } from '../lib/json.ts';
import { type Client, type TenantStore, unlimitedSeconds } from '../tenant/index.ts';
import { userInfoAudience } from './audience.ts';
import { deviceOf, readStoredUse } from './device.ts';
import type { LivingOidcPayload, OidcPayloads } from './oidc-payloads.ts';

/** A refresh token as an operator sees it: a family of them where they rotate, under the id of its grant. */
export interface ShownRefreshToken {
  /** Says nothing that could be used: the token itself is stored nowhere. */
  readonly id: string;
  readonly userId: string;
  readonly clientId: string;
  /** Milliseconds since the Unix epoch, as all times here. */
  readonly createdAt: number;
  /** Null: never. */
  readonly idleExpiresAt: number | null;
  readonly expiresAt: number | null;
  readonly rotating: boolean;
  readonly sessionId: string | null;
  readonly audience: string;
  readonly scope: string;
  /** Null for one from before it was kept. */
  readonly device: { readonly first: Source; readonly last: Source } | null;
  /** Null: not since it was issued. */
  readonly lastExchangedAt: number | null;
}

/** What an operator may do with refresh tokens. */
export interface RefreshTokenOperations {
  /** A user's, oldest first: those after an id, at most so many. */
  list(
    userId: string,
    page: { readonly clientId?: string; readonly afterId?: string; readonly limit: number },
  ): Promise<readonly ShownRefreshToken[]>;
  find(id: string): Promise<ShownRefreshToken | undefined>;
  /** Ends one, with every token that descends from the same login; nothing happens when there is none. */
  revoke(id: string, actor: Actor): Promise<void>;
  revokeAllOf(userId: string, actor: Actor): Promise<void>;
}

export interface OperateRefreshTokensNeeds {
  readonly issuer: string;
  readonly storage: OidcPayloads;
  readonly tenant: { readonly clients: Pick<TenantStore['clients'], 'find'> };
  readonly clock: Clock;
  recordEvent(event: AccountEvent): Promise<unknown>;
}

const model = 'RefreshToken';

export function operateRefreshTokens(needs: OperateRefreshTokensNeeds): RefreshTokenOperations {
  const { storage, tenant, clock, recordEvent } = needs;
  const find = async (id: string): Promise<ShownRefreshToken | undefined> => {
    const found = await storage.findInGrant(model, id, clock.now());
    const client = found && (await tenant.clients.find(found.clientId ?? ''));
    return found && shown(needs, found, client);
  };
  return {
    async list(userId, page) {
      const found = await storage.listOfUser(model, userId, { ...page, now: clock.now() });
      const clientIds = [...new Set(found.map(({ clientId }) => clientId ?? ''))];
      const clients = await Promise.all(clientIds.map((id) => tenant.clients.find(id)));
      const byId = new Map(clients.map((client) => [client?.clientId, client]));
      return found.flatMap((each) => shown(needs, each, byId.get(each.clientId ?? undefined)) ?? []);
    },
    find,
    async revoke(id, actor) {
      const token = await find(id);
      if (token === undefined) return;
      await storage.revokeByGrantId(id);
      const { userId, clientId: issuedTo } = token;
      await recordEvent({ kind: 'token-revoked', by: 'operator', family: id, issuedTo, ...actor, userId });
    },
    async revokeAllOf(userId, actor) {
      const families = await storage.revokeGrantsOf(model, userId);
      if (families > 0)
        await recordEvent({ kind: 'token-revoked', by: 'operator', families, ...actor, userId });
    },
  };
}

/** `undefined` where its client has just been deleted, and it with it. */
function shown(
  { issuer, clock }: Pick<OperateRefreshTokensNeeds, 'issuer' | 'clock'>,
  stored: LivingOidcPayload,
  client: Client | undefined,
): ShownRefreshToken | undefined {
  const token: unknown = JSON.parse(stored.payload);
  const { grantId: id, userId } = stored;
  if (!isPlainObject(token) || id === null || userId === null || client === undefined) return undefined;
  const { refreshTokens: policy, clientId } = client;
  const began = numberIn(token, 'iiat') ?? clock.now() / 1000;
  const device = deviceOf(token);
  const use = readStoredUse(stored.lastUse) ?? device?.use;
  return {
    id,
    userId,
    clientId,
    createdAt: began * 1000,
    idleExpiresAt: policy.idleLifetimeSeconds >= unlimitedSeconds ? null : stored.expiresAt,
    expiresAt: policy.lifetimeSeconds >= unlimitedSeconds ? null : (began + policy.lifetimeSeconds) * 1000,
    rotating: policy.rotating,
    sessionId: textIn(token, 'sessionUid') ?? null,
    audience: textIn(token, 'resource') ?? userInfoAudience(issuer),
    scope: textIn(token, 'scope') ?? '',
    device: device === undefined ? null : { first: device.first, last: use?.source ?? device.first },
    lastExchangedAt: use?.at ?? null,
  };
}

function numberIn(token: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = token[name];
  return typeof value === 'number' ? value : undefined;
}

function textIn(token: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = token[name];
  return typeof value === 'string' ? value : undefined;
}
