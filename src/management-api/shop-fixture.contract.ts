import { type ApiUnderTest, openApi } from './api-fixture.contract.ts';

/** A password that must not be heard again. */
const canaryPassword = 'Pa55word-canary';

export const ada = { connection: 'local', email: 'Ada@x.example', password: canaryPassword };

const script = 'function f(a, b) {}';
const migrating = {
  import_mode: true,
  enabledDatabaseCustomization: true,
  customScripts: { login: script, get_user: script },
};

/**
 * The API with three connections (`local`, `named` with usernames, `shop` with a legacy user store that has
 * old@shop.example) and the user Ada, `auth0|42`.
 */
export async function openShop(): Promise<ApiUnderTest> {
  const api = await openApi();
  for (const [name, options] of Object.entries({
    local: {},
    named: { requires_username: true },
    shop: migrating,
  })) {
    await api.call('POST', '/connections', { body: { name, strategy: 'auth0', options } });
  }
  api.legacy.put({ password: 'x', profile: { id: '7', email: 'old@shop.example' } });
  await api.call('POST', '/users', {
    body: { ...ada, user_id: 'auth0|42', user_metadata: { a: 1 }, app_metadata: { b: [2] } },
  });
  return api;
}
