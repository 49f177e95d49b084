import { readFile } from 'node:fs/promises';
import type { ApiAnswer, SegueApi } from './segue-api.ts';
import { type ShopProcess, shopScripts } from './shop-process.ts';

/** The application that users log in to. */
export interface Application {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * What an operator does once: a name for the letters, an application, and the connection with both scripts.
 *
 * @throws Error when Segue refuses any of it
 */
export async function setUp(api: SegueApi, shop: ShopProcess): Promise<Application> {
  await done(api.manage('PATCH', 'tenants/settings', { friendly_name: 'The Shop' }));
  const { body } = await done(
    api.manage('POST', 'clients', {
      name: 'Shop web site',
      app_type: 'regular_web',
      grant_types: ['http://auth0.com/oauth/grant-type/password-realm', 'refresh_token'],
    }),
  );
  const application = { clientId: String(body['client_id']), clientSecret: String(body['client_secret']) };
  await done(
    api.manage('POST', 'connections', {
      name: 'shop-users',
      strategy: 'auth0',
      enabled_clients: [application.clientId],
      options: {
        import_mode: true,
        enabledDatabaseCustomization: true,
        customScripts: {
          login: await readFile(shopScripts.login, 'utf8'),
          get_user: await readFile(shopScripts.getUser, 'utf8'),
        },
        configuration: {
          SHOP_URL: shop.url,
          SHOP_API_USER: 'segue',
          SHOP_API_PASSWORD: 'shop-api-since-2009',
        },
      },
    }),
  );
  return application;
}

async function done(call: Promise<ApiAnswer>): Promise<ApiAnswer> {
  const answer = await call;
  if (answer.status < 300) return answer;
  throw new Error(`the demo cannot be set up: ${answer.status} ${JSON.stringify(answer.body)}`);
}
