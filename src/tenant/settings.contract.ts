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
      await Promise.all([
        settings.update({ defaultDirectory: 'shop' }),
        settings.update({ defaultAudience: 'https://api.example.com' }),
        settings.update({ sessionLifetimeHours: 1 }),
        settings.update({ enabledLocales: ['de'] }),
      ]);
      const { defaultDirectory, defaultAudience, sessionLifetimeHours, enabledLocales } =
        await settings.get();
      assert.deepEqual(
        [defaultDirectory, defaultAudience, sessionLifetimeHours, enabledLocales],
        ['shop', 'https://api.example.com', 1, ['de']],
      );
    });
  });
}
