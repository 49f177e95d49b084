import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleSigningKey } from './fakes/samples.ts';
import { type OpenTenantStore, openForSuite } from './tenant-store-fixture.contract.ts';

/** Signing keys: the first one is made once. */
export function signingKeysContract(open: OpenTenantStore): void {
  describe('signing keys', () => {
    const suite = openForSuite(open);

    it('takes the first of several that nodes make at once, and keeps it', async () => {
      const { signingKeys } = suite.store;
      assert.deepEqual(await signingKeys.list(), []);
      const keys = Array.from({ length: 5 }, () => sampleSigningKey());
      const inserted = await Promise.all(keys.map((key) => signingKeys.insertFirst(key)));
      assert.equal(inserted.filter(Boolean).length, 1);
      assert.deepEqual(await signingKeys.list(), [keys[inserted.indexOf(true)]]);
      assert.equal(await signingKeys.insertFirst(sampleSigningKey()), false);
      assert.equal((await signingKeys.list()).length, 1);
    });
  });
}
