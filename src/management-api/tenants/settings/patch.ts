import { ok, refuse, unchanged } from '../../../http/index.ts';
import { realChanges } from '../../../lib/real-changes.ts';
import { endpoint } from '../../endpoint.ts';
import {
  faultInAddresses,
  readSettings,
  settingsBody,
  settingsForm,
  settingsSchema,
} from '../../settings-form.ts';

// The settings that Segue only keeps: as much as anybody has, and not a place to store files.
const maxOtherBytes = 64 * 1024;

/** `PATCH /api/v2/tenants/settings` */
export const patchSettingsEndpoint = endpoint({
  method: 'PATCH',
  url: '/tenants/settings',
  scope: 'update:tenant_settings',
  summary: "Update the tenant's settings",
  schema: { body: settingsBody, response: { 200: settingsSchema } },
  handler:
    ({ tenant, accounts }) =>
    async ({ body }) => {
      const faulty = faultInAddresses(body);
      if (faulty !== undefined) return refuse(400, 'invalid_body', `${faulty}: this is not a URL.`);
      const current = await tenant.settings.get();
      const changes = realChanges(current, readSettings(body, current));
      if (Object.keys(changes).length === 0) return unchanged(settingsForm(current));
      if (Buffer.byteLength(JSON.stringify(changes.other ?? {})) > maxOtherBytes) {
        return refuse(400, 'invalid_body', 'The settings are too large.');
      }
      const directory = changes.defaultDirectory ?? null;
      if (directory !== null && (await accounts.connections.findByName(directory)) === undefined) {
        return refuse(400, 'invalid_body', 'default_directory: the connection does not exist.');
      }
      return ok(settingsForm(await tenant.settings.update(changes)));
    },
});
