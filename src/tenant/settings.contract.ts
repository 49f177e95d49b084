import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { initialSettings } from './settings.ts';
import { type OpenTenantStore, openForSuite } from './tenant-store-fixture.contract.ts';

/** Settings: initial until changed, key by key. */
export function settingsContract(open: OpenTenantStore): void {
  describe('settings', () => {
    const suite = openForSuite(open);

    it('are the initial ones until they are changed, and then those', async () => {
      const { settings } = suite.store;
      assert.deepEqual(await settings.get(), initialSettings);
      const changes = { friendlyName: 'Läden 🦉', supportEmail: 'a@b', other: { flags: { x: null } } };
      const after = { ...initialSettings, ...changes };
      assert.deepEqual(await settings.update(changes), after);
      assert.deepEqual(await settings.get(), after);
      await settings.update({ supportEmail: null });
      assert.deepEqual(await settings.get(), { ...after, supportEmail: null });
    });

    it('lose none of several changes at once', async () => {
      const { settings } = suite.store;
      for (let round = 1; round <= 10; round += 1) {
        const changes = [
          { defaultDirectory: `shop ${round}` },
          { defaultAudience: `https://api.example.com/${round}` },
          { sessionLifetimeHours: round },
          { enabledLocales: [`l${round}`] },
        ];
        await Promise.all(changes.map((change) => settings.update(change)));
        const after = await settings.get();
        assert.deepEqual(after, Object.assign({}, after, ...changes));
      }
    });
  });
}
