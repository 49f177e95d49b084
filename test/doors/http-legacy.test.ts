import { readActionScripts } from '../../examples/legacy-shop/action-scripts.ts';
import { type LegacyShop, startLegacyShop } from '../../examples/legacy-shop/legacy-shop.ts';
import { hashShopPassword } from '../../examples/legacy-shop/user-table.ts';
import { ask } from '../kit/answer.ts';
import { openGate } from './gate.ts';
import type { Legacy, Person } from './legacy.ts';
import { tellTheStory } from './tell-the-story.ts';

async function start(people: readonly Person[]): Promise<Legacy> {
  const users = people.map(({ id, email, nickname, givenName, familyName, password }) => ({
    user_id: id,
    email,
    nickname,
    name: `${givenName} ${familyName}`,
    password_sha1: hashShopPassword(password),
    created_at: '2009-03-14',
  }));
  const shop = await startLegacyShop({ users });
  const gate = await openGate(shop.port);
  return {
    ...(await readActionScripts()),
    configuration: {
      SHOP_URL: `http://127.0.0.1:${gate.port}`,
      SHOP_API_USER: shop.api.username,
      SHOP_API_PASSWORD: shop.api.password,
    },
    secretKeys: ['SHOP_API_PASSWORD'],
    profileOf: ({ id, nickname }) => ({ user_id: `auth0|${id}`, nickname }),
    asked: async () =>
      shop.requests().map(({ path, username }) => {
        const { pathname, searchParams } = new URL(path, shop.url);
        return (pathname === '/login' ? username : searchParams.get('email')) ?? path;
      }),
    writes: async () =>
      shop.requests().flatMap(({ method, path }) => (method === 'GET' ? [] : [`${method} ${path}`])),
    dump: () => dump(shop, people),
    shut: gate.shut,
    reopen: gate.reopen,
    stop: async () => {
      await gate.shut();
      await shop.stop();
    },
  };
}

/** The shop lists nobody: each user by the address it had at first. A change of any column that can be changed shows. */
async function dump({ url, api }: LegacyShop, people: readonly Person[]): Promise<string> {
  const authorization = `Basic ${btoa(`${api.username}:${api.password}`)}`;
  const answers = people.map(({ email }) =>
    ask(`${url}/users?email=${encodeURIComponent(email)}`, { headers: { authorization } }),
  );
  return (await Promise.all(answers)).map(({ status, text }) => `${status} ${text}`).join('\n');
}

tellTheStory({ name: 'an HTTP shop', services: [], start });
