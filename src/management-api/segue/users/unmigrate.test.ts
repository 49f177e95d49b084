import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { sampleUser } from '../../../accounts/fakes/samples.ts';
import type { User } from '../../../accounts/index.ts';
import type { ApiUnderTest } from '../../api-fixture.contract.ts';
import { openShop } from '../../shop-fixture.contract.ts';

describe('POST /segue/users/{id}/unmigrate', () => {
  let api: ApiUnderTest;
  let shopId: string;
  beforeEach(async () => {
    api = await openShop();
    shopId = (await api.call('GET', '/connections?name=shop')).body[0].id;
  });
  afterEach(() => api.close());

  /** A user that has come from the legacy system. */
  async function migrated(given: Partial<User> = {}): Promise<void> {
    const origin = {
      how: 'migrated-at-login',
      at: api.clock.now(),
      scriptVersion: 'v1',
      legacyMs: 1,
    } as const;
    const user = { connectionId: shopId, userId: 'auth0|7', email: 'old@shop.example', origin, ...given };
    await api.accounts.users.insert(sampleUser(user), 'today:x');
  }

  const unmigrate = (id = 'auth0%7C7') => api.call('POST', `/segue/users/${id}/unmigrate`);

  const lives: readonly (readonly [string, Partial<User>, object])[] = [
    ['nothing but a login', {}, { needs_new_password: false, blocked: false }],
    ['a password set here', { lastPasswordChangeAt: 1 }, { needs_new_password: true, blocked: false }],
    ['a block', { blocked: true }, { needs_new_password: false, blocked: true }],
  ];
  for (const [life, given, told] of lives) {
    test(`says how the user comes back: ${life}`, async () => {
      await migrated(given);
      const { status, body } = await unmigrate();
      assert.deepEqual([status, body], [200, { user_id: 'auth0|7', ...told }]);
      assert.equal(await api.accounts.users.find('auth0|7'), undefined);
    });
  }

  test('with import mode off the user would be lost: 409, and it stays', async () => {
    await migrated();
    const { body: shop } = await api.call('GET', `/connections/${shopId}`);
    const options = { ...shop.options, import_mode: false };
    assert.equal((await api.call('PATCH', `/connections/${shopId}`, { body: { options } })).status, 200);
    const { status, body } = await unmigrate();
    assert.deepEqual([status, body.errorCode], [409, 'migration_not_active']);
    assert.equal((await api.accounts.users.find('auth0|7'))?.email, 'old@shop.example');
  });

  test('who was created here has nowhere to go: 409', async () => {
    const { status, body } = await unmigrate('auth0%7C42');
    assert.deepEqual([status, body.errorCode], [409, 'not_migrated']);
  });

  test('clients announce JSON and send none', async () => {
    await migrated();
    const raw = { text: '', type: 'application/json' };
    assert.equal((await api.call('POST', '/segue/users/auth0%7C7/unmigrate', { raw })).status, 200);
    assert.equal((await api.call('DELETE', '/users/auth0%7C42', { raw })).status, 204);
  });
});
