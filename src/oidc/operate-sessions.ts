import type { AccountEvent, Actor } from '../accounts/index.ts';
import type { Clock } from '../lib/clock.ts';
import { isPlainObject } from '../lib/json.ts';
import type { LivingOidcPayload, OidcPayloads } from './oidc-payloads.ts';
import type { RefreshTokenOperations } from './operate-refresh-tokens.ts';

/** A session as an operator sees it. Times in milliseconds since the Unix epoch. */
export interface ShownSession {
  /** What tokens name it by; its cookie's value is another one, and stored nowhere. */
  readonly id: string;
  readonly userId: string;
  readonly createdAt: number | null;
  readonly authenticatedAt: number | null;
  /** Null: never. */
  readonly expiresAt: number | null;
  readonly clientIds: readonly string[];
  /** How it was begun, in the words of RFC 8176. */
  readonly methods: readonly string[];
}

/** What an operator may do with sessions. */
export interface SessionOperations {
  /** A user's, by id: those after one, at most so many. */
  list(
    userId: string,
    page: { readonly afterId?: string; readonly limit: number },
  ): Promise<readonly ShownSession[]>;
  find(id: string): Promise<ShownSession | undefined>;
  /** Ends one; nothing happens when there is none. */
  end(id: string, actor: Actor): Promise<void>;
  /** Ends one with the refresh tokens that were issued in it; false when there is none. */
  revoke(id: string, actor: Actor): Promise<boolean>;
  endAllOf(userId: string, actor: Actor): Promise<void>;
}

export interface OperateSessionsNeeds {
  readonly storage: OidcPayloads;
  readonly refreshTokens: RefreshTokenOperations;
  readonly clock: Clock;
  recordEvent(event: AccountEvent): Promise<unknown>;
}

const model = 'Session';
const tokensAtOnce = 100;

export function operateSessions(needs: OperateSessionsNeeds): SessionOperations {
  const { storage, clock, recordEvent } = needs;
  const find = async (id: string): Promise<ShownSession | undefined> => {
    const found = await storage.findByUid(model, id);
    return found && shown({ ...found, uid: id });
  };
  const endFound = async ({ id, userId }: ShownSession, actor: Actor): Promise<void> => {
    if (!(await storage.destroyByUid(model, id))) return;
    await recordEvent({ kind: 'session-ended', by: 'operator', session: id, ...actor, userId });
  };
  return {
    async list(userId, page) {
      const found = await storage.listWithUid(model, userId, { ...page, now: clock.now() });
      return found.flatMap((each) => shown(each) ?? []);
    },
    find,
    async end(id, actor) {
      const session = await find(id);
      if (session !== undefined) await endFound(session, actor);
    },
    async revoke(id, actor) {
      const session = await find(id);
      if (session === undefined) return false;
      await endFound(session, actor); // first, so that it yields no more of them
      await revokeTokensOf(needs, session, actor);
      return true;
    },
    async endAllOf(userId, actor) {
      const sessions = await storage.destroyAllOf(model, userId);
      if (sessions > 0)
        await recordEvent({ kind: 'session-ended', by: 'operator', sessions, ...actor, userId });
    },
  };
}

async function revokeTokensOf(
  { refreshTokens }: OperateSessionsNeeds,
  { id, userId }: ShownSession,
  actor: Actor,
): Promise<void> {
  let afterId = '';
  for (;;) {
    const page = await refreshTokens.list(userId, { afterId, limit: tokensAtOnce });
    for (const token of page) if (token.sessionId === id) await refreshTokens.revoke(token.id, actor);
    const last = page.at(-1);
    if (last === undefined) return;
    afterId = last.id;
  }
}

function shown({
  payload,
  uid,
  userId,
  expiresAt,
}: Pick<LivingOidcPayload, 'payload' | 'uid' | 'userId' | 'expiresAt'>): ShownSession | undefined {
  const session: unknown = JSON.parse(payload);
  if (!isPlainObject(session) || uid === null || userId === null) return undefined;
  const { authorizations, amr, iat, loginTs } = session;
  return {
    id: uid,
    userId,
    createdAt: fromSeconds(iat),
    authenticatedAt: fromSeconds(loginTs),
    expiresAt,
    clientIds: isPlainObject(authorizations) ? Object.keys(authorizations) : [],
    methods: Array.isArray(amr) ? amr.filter((method) => typeof method === 'string') : [],
  };
}

function fromSeconds(value: unknown): number | null {
  return typeof value === 'number' ? value * 1000 : null;
}
