import { type Clock, systemClock } from '../../lib/clock.ts';
import type { OidcPayloadRecord, OidcPayloads, StoredOidcPayload } from '../oidc-payloads.ts';

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
  return {
    async save(record, onlyWhile) {
      if (onlyWhile && credentialVersionOf(onlyWhile.userId) !== onlyWhile.credentialVersion) return false;
      const key = keyOf(record.model, record.idHash);
      rows.set(key, { ...record, consumedAt: rows.get(key)?.consumedAt ?? null });
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
    async renew(model, idHash, now, expiresAt) {
      const row = livingRow(model, idHash, now);
      if (row === undefined) return false;
      row.expiresAt = expiresAt;
      return true;
    },
    async destroy(model, idHash) {
      rows.delete(keyOf(model, idHash));
    },
    async revokeByGrantId(grantId) {
      removeWhere((row) => row.grantId === grantId);
    },
    async deleteExpired(now, limit) {
      return removeWhere((row) => isGone(row, now), limit);
    },
    dump: () => JSON.stringify([...rows]),
  };
}

type Row = Omit<OidcPayloadRecord, 'expiresAt'> & { expiresAt: number | null; consumedAt: number | null };

function stored(row: Row | undefined): StoredOidcPayload | undefined {
  if (row === undefined) return undefined;
  const { payload, consumedAt, grantId = null, userId = null, expiresAt } = row;
  return { payload, consumedAt, grantId, userId, expiresAt };
}
