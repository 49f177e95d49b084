import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleSigningKey } from './fakes/samples.ts';
import type { SigningKey } from './signing-key.ts';
import type { SigningKeys } from './tenant-store.ts';
import { type OpenTenantStore, openForSuite } from './tenant-store-fixture.contract.ts';

/** Signing keys: one signs, one comes next, the others verify until they are revoked. */
export function signingKeysContract(open: OpenTenantStore): void {
  describe('signing keys', () => {
    const suite = openForSuite(open);
    const inState = async (
      signingKeys: SigningKeys,
      state: SigningKey['state'],
    ): Promise<readonly string[]> =>
      (await signingKeys.list()).filter((key) => key.state === state).map(({ kid }) => kid);

    it('takes the first of several that nodes make at once, and keeps it; likewise the next one', async () => {
      const { signingKeys } = suite.store;
      assert.deepEqual(await signingKeys.list(), []);
      for (const state of ['current', 'next'] as const) {
        const keys = Array.from({ length: 5 }, () => sampleSigningKey({ state }));
        const inserted = await Promise.all(keys.map((key) => signingKeys.insert(key)));
        assert.equal(inserted.filter(Boolean).length, 1);
        const kept = (await signingKeys.list()).filter((key) => key.state === state);
        assert.deepEqual(kept, [keys[inserted.indexOf(true)]]);
        assert.equal(await signingKeys.insert(sampleSigningKey({ state })), false);
      }
      assert.equal((await signingKeys.list()).length, 2);
    });

    it('rotates: the next one signs, the current one verifies', async () => {
      const { signingKeys } = suite.store;
      const [current = ''] = await inState(signingKeys, 'current');
      const [next = ''] = await inState(signingKeys, 'next');
      assert.equal(await signingKeys.rotate({ current: next, next: current }, 5), false);
      assert.equal(await signingKeys.rotate({ current, next: 'unknown' }, 5), false);
      const at = 1_900_000_005_000;
      const both = [signingKeys.rotate({ current, next }, at), signingKeys.rotate({ current, next }, at)];
      assert.deepEqual((await Promise.all(both)).toSorted(), [false, true], 'of two at once one');
      const all = await signingKeys.list();
      const before = all.find(({ kid }) => kid === current);
      const now = all.find(({ kid }) => kid === next);
      assert.deepEqual([before?.state, before?.currentUntil], ['previous', at]);
      assert.deepEqual([now?.state, now?.currentSince, now?.currentUntil], ['current', at, null]);
      assert.deepEqual(await inState(signingKeys, 'next'), []);
    });

    it('revokes what does not sign, once', async () => {
      const { signingKeys } = suite.store;
      const [current = ''] = await inState(signingKeys, 'current');
      const [previous = ''] = await inState(signingKeys, 'previous');
      assert.equal(await signingKeys.revoke(current, 7), undefined);
      assert.equal(await signingKeys.revoke('unknown', 7), undefined);
      const revoked = await signingKeys.revoke(previous, 7);
      assert.deepEqual([revoked?.kid, revoked?.state, revoked?.revokedAt], [previous, 'revoked', 7]);
      assert.equal(await signingKeys.revoke(previous, 8), undefined);
      const next = sampleSigningKey({ state: 'next' });
      await signingKeys.insert(next);
      assert.equal((await signingKeys.revoke(next.kid, 9))?.state, 'revoked');
      assert.ok(await signingKeys.insert(sampleSigningKey({ state: 'next' })), 'there is room for another');
    });
  });
}
