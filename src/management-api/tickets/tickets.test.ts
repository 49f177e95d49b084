import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ticketSecretDigest } from '../../accounts/ticket.ts';
import { type ApiUnderTest, checkRow } from '../api-fixture.contract.ts';
import { openShop } from '../shop-fixture.contract.ts';

const paths = [
  '/tickets/password-change',
  '/tickets/email-verification',
  '/jobs/verification-email',
] as const;

describe('what Auth0’s clients may say of a ticket', () => {
  let api: ApiUnderTest;
  let connectionId: string;
  before(async () => {
    api = await openShop();
    const { body } = await api.call('GET', '/connections');
    connectionId = body.find(({ name }: { name: string }) => name === 'local').id;
  });
  after(() => api.close());

  for (const path of paths) {
    const whom = { user_id: 'auth0|42' };
    async function send(more: object, status: number, contains: readonly string[] = []): Promise<void> {
      await checkRow(api, { name: path, method: 'POST', path, body: { ...whom, ...more }, status, contains });
    }

    test(`${path}: the user's own identity`, async () => {
      await send({ identity: { user_id: '42', provider: 'auth0' } }, 201);
      await send({ identity: { user_id: '42', provider: 'auth0', connection_id: connectionId } }, 201);
    });

    const foreign: readonly object[] = [
      { user_id: '43', provider: 'auth0' },
      { user_id: 'auth0|42', provider: 'auth0' },
      { user_id: '42', provider: 'google-oauth2' },
      { user_id: '42', provider: 'auth0', connection_id: 'con_0000000000000000' },
    ];
    for (const identity of foreign)
      test(`${path}: an identity that it does not have, ${JSON.stringify(identity)}`, () =>
        send({ identity }, 400, ['invalid_body', 'no such identity']));

    test(`${path}: half an identity`, () => send({ identity: { user_id: '42' } }, 400, ['provider']));

    test(`${path}: an organization`, () =>
      send({ organization_id: 'org_1' }, 400, ['invalid_body', 'There are no organizations']));

    test(`${path}: an identity of nobody`, () =>
      send({ user_id: 'auth0|none', identity: { user_id: 'none', provider: 'auth0' } }, 404, [
        'inexistent_user',
      ]));
  }

  for (const path of paths.slice(0, 2)) {
    const send = (more: object) => api.call('POST', path, { body: { user_id: 'auth0|42', ...more } });

    test(`${path}: the address for whoever comes next`, async () => {
      const asked = { result_url: 'https://shop.example/done?a=b', includeEmailInRedirect: true };
      const email = 'email=Ada%40x.example';
      for (const [more, resultUrl] of [
        [asked, `https://shop.example/done?a=b&${email}`],
        [{ ...asked, includeEmailInRedirect: false }, 'https://shop.example/done?a=b'],
        [{ includeEmailInRedirect: true }, null],
      ] as const) {
        const { status, body } = await send(more);
        assert.equal(status, 201);
        const secret = String(body.ticket).split('/').at(-1) ?? '';
        const ticket = await api.accounts.tickets.findByDigest(ticketSecretDigest(secret), api.clock.now());
        assert.equal(ticket?.resultUrl, resultUrl);
      }
    });

    test(`${path}: a result_url that is none`, async () => {
      const { status, body } = await send({ result_url: 'https://' });
      assert.deepEqual([status, body.errorCode], [400, 'invalid_body']);
    });
  }

  test('an identity says nothing of somebody named by address', async () => {
    const identity = { user_id: '42', provider: 'auth0' };
    const { status, body } = await api.call('POST', '/tickets/password-change', {
      body: { connection_id: connectionId, email: 'ada@x.example', identity },
    });
    assert.deepEqual([status, body.errorCode], [400, 'invalid_body']);
  });
});

test('"see the logs" leads to an event that tells the reason', async (t) => {
  const api = await openShop();
  t.after(() => api.close());
  const { body: connections } = await api.call('GET', '/connections');
  const shop = connections.find(({ name }: { name: string }) => name === 'shop');
  api.legacy.answerWith({ answer: 'fault', script: 'get_user', reason: 'TypeError: no table' });
  const answer = await api.call('POST', '/tickets/password-change', {
    body: { connection_id: shop.id, email: 'old@shop.example' },
  });
  assert.match(answer.body.message, /see the logs/);
  const { body: logs } = await api.call('GET', '/logs');
  const told = logs.filter(({ type }: { type: string }) => type === 'f');
  assert.equal(told.length, 1);
  assert.match(told[0].description, /get_user script failed: TypeError: no table/);
  assert.deepEqual([told[0].connection, told[0].user_name], ['shop', 'old@shop.example']);
});
