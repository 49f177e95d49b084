import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiUnderTest, checkRow, openApi } from '../../api-fixture.contract.ts';

describe('signing keys', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await openApi();
  });
  after(() => api.close());
  const kidsWhere = async (flag: string): Promise<readonly string[]> => {
    const { body } = await api.call('GET', '/keys/signing');
    return body
      .filter((key: Record<string, unknown>) => key[flag] === true)
      .map(({ kid }: { kid: string }) => kid);
  };

  test('listed and read, without anything private', async () => {
    const { status, body, text } = await api.call('GET', '/keys/signing');
    assert.equal(status, 200);
    assert.equal(body.length, 2);
    const [current] = await kidsWhere('current');
    const one = await api.call('GET', `/keys/signing/${current}`);
    assert.deepEqual(
      one.body,
      body.find(({ kid }: { kid: string }) => kid === current),
    );
    const shown = [
      'cert',
      'current',
      'current_since',
      'fingerprint',
      'kid',
      'next',
      'previous',
      'revoked',
      'thumbprint',
    ];
    assert.deepEqual(Object.keys(one.body).sort(), shown);
    assert.doesNotMatch(text, /sealed|private/i);
    const unknown = { name: 'unknown', path: '/keys/signing/unknown', status: 404 };
    await checkRow(api, { ...unknown, method: 'GET', contains: ['inexistent_signing_key'] });
    await checkRow(api, { ...unknown, path: `${unknown.path}/revoke`, method: 'PUT' });
  });

  test('rotated: the next one signs; the one before is previous until it is revoked', async () => {
    const [current = ''] = await kidsWhere('current');
    const [next] = await kidsWhere('next');
    const refused = { method: 'PUT', path: `/keys/signing/${current}/revoke`, status: 409 };
    await checkRow(api, { ...refused, name: 'the current one', contains: ['signing_key_current'] });
    const rotated = await api.call('POST', '/keys/signing/rotate');
    assert.deepEqual([rotated.status, rotated.body.kid], [201, next]);
    assert.match(rotated.body.cert, /./);
    assert.deepEqual(await kidsWhere('previous'), [current]);
    const revoked = await api.call('PUT', `/keys/signing/${current}/revoke`);
    assert.deepEqual([revoked.status, revoked.body.kid], [200, current]);
    assert.deepEqual(await kidsWhere('revoked'), [current]);
    await checkRow(api, { ...refused, name: 'twice', contains: ['signing_key_revoked'] });
    const { body } = await api.call('GET', `/keys/signing/${current}`);
    assert.ok(Date.parse(body.current_until) >= Date.parse(body.current_since));
    assert.ok(Date.parse(body.revoked_at) >= Date.parse(body.current_until));
  });
});
