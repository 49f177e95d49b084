import type { OidcPayloadRecord, OidcPayloads, StoredOidcPayload } from '../oidc-payloads.ts';

/** `OidcPayloads` in memory; what `onlyWhile` asks of a user it learns from the test. */
export function createInMemoryOidcPayloads(
  credentialVersionOf: (userId: string) => number | undefined,
): OidcPayloads & {
  /** Everything as it is stored, for tests that look for secrets. */
  dump(): string;
} {
  const rows = new Map<string, OidcPayloadRecord & { consumedAt: number | null }>();
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
      return stored(rows.get(keyOf(model, idHash)));
    },
    async findByUid(model, uid) {
      return stored([...rows.values()].find((row) => row.model === model && row.uid === uid));
    },
    async consume(model, idHash, now, leewayMs) {
      const row = rows.get(keyOf(model, idHash));
      if (row === undefined || (row.consumedAt !== null && row.consumedAt <= now - leewayMs)) return false;
      row.consumedAt ??= now;
      return true;
    },
    async destroy(model, idHash) {
      rows.delete(keyOf(model, idHash));
    },
    async revokeByGrantId(grantId) {
      removeWhere((row) => row.grantId === grantId);
    },
    async deleteExpired(now, limit) {
      return removeWhere((row) => row.expiresAt !== null && row.expiresAt <= now, limit);
    },
    dump: () => JSON.stringify([...rows]),
  };
}

function stored(
  row: (OidcPayloadRecord & { consumedAt: number | null }) | undefined,
): StoredOidcPayload | undefined {
  if (row === undefined) return undefined;
  const { payload, consumedAt, grantId = null, userId = null, expiresAt } = row;
  return { payload, consumedAt, grantId, userId, expiresAt };
}
