import { type Clock, systemClock } from '../../lib/clock.ts';
import type {
  LivingOidcPayload,
  OidcPayloadRecord,
  OidcPayloads,
  StoredOidcPayload,
} from '../oidc-payloads.ts';

/** `OidcPayloads` in memory; what `onlyWhile` asks of a user it learns from the test. */
export function createInMemoryOidcPayloads(
  credentialVersionOf: (userId: string) => number | undefined,
  clock: Clock = systemClock,
): OidcPayloads & {
  /** Everything as it is stored, for tests that look for secrets. */
  dump(): string;
} {
  const rows = new Map<string, Row>();
  const isGone = ({ expiresAt }: OidcPayloadRecord, now = clock.now()): boolean =>
    expiresAt !== null && expiresAt <= now;
  const livingRow = (model: string, idHash: string, now?: number): Row | undefined => {
    const row = rows.get(keyOf(model, idHash));
    return row === undefined || isGone(row, now) ? undefined : row;
  };
  const keyOf = (model: string, idHash: string): string => JSON.stringify([model, idHash]);
  const removeWhere = (
    unwanted: (row: OidcPayloadRecord) => boolean,
    limit = Number.POSITIVE_INFINITY,
  ): number => {
    const keys = [...rows].filter(([, row]) => unwanted(row)).map(([key]) => key);
    const removed = keys.slice(0, limit);
    for (const key of removed) rows.delete(key);
    return removed.length;
  };
  /** Of two in a grant the one that ends last. */
  const living = (model: string, now: number): readonly Row[] => {
    const good = [...rows.values()].filter(
      (row) => row.model === model && row.consumedAt === null && !isGone(row, now),
    );
    const isBeaten = (row: Row): boolean =>
      good.some(
        (other) =>
          other.grantId !== undefined && other.grantId === row.grantId && compareEnds(other, row) > 0,
      );
    return good.filter((row) => !isBeaten(row));
  };
  return {
    async save(record, onlyWhile) {
      if (onlyWhile && credentialVersionOf(onlyWhile.userId) !== onlyWhile.credentialVersion) return false;
      const key = keyOf(record.model, record.idHash);
      const { consumedAt = null, lastUse = null } = rows.get(key) ?? {};
      rows.set(key, { ...record, consumedAt, lastUse });
      return true;
    },
    async find(model, idHash) {
      return stored(livingRow(model, idHash));
    },
    async findByUid(model, uid) {
      return stored([...rows.values()].find((row) => row.model === model && row.uid === uid && !isGone(row)));
    },
    async consume(model, idHash, now, leewayMs) {
      const row = livingRow(model, idHash, now);
      if (row === undefined || (row.consumedAt !== null && row.consumedAt <= now - leewayMs)) return false;
      row.consumedAt ??= now;
      return true;
    },
    async renew(model, idHash, now, expiresAt, lastUse = null) {
      const row = livingRow(model, idHash, now);
      if (row === undefined) return false;
      row.expiresAt = expiresAt;
      row.lastUse = lastUse;
      return true;
    },
    async destroy(model, idHash) {
      rows.delete(keyOf(model, idHash));
    },
    async revokeByGrantId(grantId) {
      removeWhere((row) => row.grantId === grantId);
    },
    async listOfUser(model, userId, { clientId, afterId = '', limit, now }) {
      return living(model, now)
        .filter((row) => clientId === undefined || row.clientId === clientId)
        .filter((row) => row.userId === userId && (row.grantId ?? '') > afterId)
        .toSorted((a, b) => ((a.grantId ?? '') < (b.grantId ?? '') ? -1 : 1))
        .slice(0, limit)
        .map(shownOf);
    },
    async findInGrant(model, grantId, now) {
      return living(model, now)
        .filter((row) => row.grantId === grantId)
        .map(shownOf)[0];
    },
    async listWithUid(model, userId, { afterId = '', limit, now }) {
      return [...rows.values()]
        .filter((row) => row.model === model && row.userId === userId && !isGone(row, now))
        .filter(({ uid = '' }) => uid > afterId)
        .toSorted((a, b) => ((a.uid ?? '') < (b.uid ?? '') ? -1 : 1))
        .slice(0, limit)
        .map(shownOf);
    },
    async destroyByUid(model, uid) {
      return removeWhere((row) => row.model === model && row.uid === uid) > 0;
    },
    async revokeGrantsOf(model, userId) {
      const theirs = [...rows.values()].filter((row) => row.model === model && row.userId === userId);
      const grants = new Set(theirs.flatMap(({ grantId }) => grantId ?? []));
      removeWhere((row) => row.grantId !== undefined && grants.has(row.grantId));
      return grants.size;
    },
    async destroyAllOf(model, userId) {
      return removeWhere((row) => row.model === model && row.userId === userId);
    },
    async deleteExpired(now, limit) {
      return removeWhere((row) => isGone(row, now), limit);
    },
    dump: () => JSON.stringify([...rows]),
  };
}

type Row = Omit<OidcPayloadRecord, 'expiresAt'> & {
  expiresAt: number | null;
  consumedAt: number | null;
  lastUse: string | null;
};

function compareEnds(a: Row, b: Row): number {
  const difference = (a.expiresAt ?? 0) - (b.expiresAt ?? 0);
  return difference === 0 ? (a.idHash > b.idHash ? 1 : a.idHash < b.idHash ? -1 : 0) : difference;
}

function shownOf(row: Row): LivingOidcPayload {
  const { payload, grantId = null, uid = null, userId = null, clientId = null, expiresAt, lastUse } = row;
  return { payload, grantId, uid, userId, clientId, expiresAt, lastUse };
}

function stored(row: Row | undefined): StoredOidcPayload | undefined {
  if (row === undefined) return undefined;
  const { payload, consumedAt, grantId = null, userId = null, expiresAt } = row;
  return { payload, consumedAt, grantId, userId, expiresAt };
}
