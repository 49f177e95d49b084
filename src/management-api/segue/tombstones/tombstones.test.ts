import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ApiUnderTest } from '../../api-fixture.contract.ts';
import { openShop } from '../../shop-fixture.contract.ts';

describe('tombstones', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await openShop();
    for (const [connection, id] of [
      ['local', '1'],
      ['local', '2'],
      ['shop', '3'],
    ]) {
      const email = `user-${id}@x.example`;
      await api.call('POST', '/users', { body: { connection, user_id: id, email, password: 'x' } });
      await api.call('DELETE', `/users/auth0%7C${id}`);
    }
  });
  after(() => api.close());

  /** The deleted users whose tombstones a list shows. */
  async function listed(query = ''): Promise<readonly string[]> {
    const { status, body, text } = await api.call('GET', `/segue/tombstones?${query}`);
    assert.equal(status, 200, text);
    return body.map(({ user_id }: { user_id: string }) => user_id.slice('auth0|'.length));
  }

  async function idOf(user: string): Promise<string> {
    return (await api.call('GET', `/segue/tombstones?include_lifted=true&user_id=auth0%7C${user}`)).body[0]
      .id;
  }

  test('all that stand, and those of a user, an address, a connection', async () => {
    const { body } = await api.call('GET', '/connections?name=local');
    assert.deepEqual(await listed(), ['1', '2', '3']);
    assert.deepEqual(await listed('user_id=auth0%7C2'), ['2']);
    assert.deepEqual(await listed('email=%20User-3%40X.example'), ['3']);
    assert.deepEqual(await listed(`connection_id=${body[0].id}`), ['1', '2']);
    assert.deepEqual(await listed(`connection_id=${body[0].id}&email=user-3%40x.example`), []);
    assert.deepEqual(await listed('user_id=nobody'), []);
  });

  test('what is lifted is listed no more, and there is nothing left to lift of it', async () => {
    await api.call('POST', '/users', {
      body: { connection: 'local', user_id: '4', email: 'user-4@x.example', password: 'x', blocked: true },
    });
    await api.call('DELETE', '/users/auth0%7C4');
    const id = await idOf('4');
    assert.ok((await listed()).includes('4'));
    assert.equal((await api.call('DELETE', `/segue/tombstones/${id}`)).status, 204);
    assert.ok(!(await listed()).includes('4'));
    assert.ok(!(await listed('include_lifted=false&email=user-4%40x.example')).includes('4'));
    const again = await api.call('DELETE', `/segue/tombstones/${id}`);
    assert.deepEqual([again.status, again.body.errorCode], [404, 'inexistent_tombstone']);
  });

  test('what is left of a lifted one is shown to who asks for it', async () => {
    const { body } = await api.call('GET', '/segue/tombstones?include_lifted=true&include_totals=true');
    assert.equal(body.total, 4);
    const [left] = body.tombstones.filter(({ state }: { state: string }) => state === 'lifted');
    assert.deepEqual([left.user_id, left.blocked, left.password_set_here], ['auth0|4', true, false]);
  });
});
