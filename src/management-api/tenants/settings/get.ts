import { Type } from 'typebox';
import { fieldsParameters, ok, pickFields } from '../../../http/index.ts';
import { endpoint } from '../../endpoint.ts';
import { settingsForm, settingsSchema } from '../../settings-form.ts';

/** `GET /api/v2/tenants/settings` */
export const getSettingsEndpoint = endpoint({
  method: 'GET',
  url: '/tenants/settings',
  scope: 'read:tenant_settings',
  summary: "Get the tenant's settings",
  schema: { querystring: Type.Object(fieldsParameters), response: { 200: settingsSchema } },
  handler:
    ({ tenant }) =>
    async ({ query }) =>
      ok(pickFields(settingsForm(await tenant.settings.get()), query)),
});
