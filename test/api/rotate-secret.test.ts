import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

for (const store of stores) {
  describe(`a client’s secret is rotated, ${store.name}`, store.options, () => {
    let segue: Segue;
    let clientId: string;
    let secret: string;
    before(async () => {
      segue = await startSegue(store);
      const { body } = await segue.manage('POST', 'clients', {
        name: 'machine',
        app_type: 'non_interactive',
      });
      ({ client_id: clientId, client_secret: secret } = body);
      await segue.manage('POST', 'resource-servers', { identifier: 'urn:api' });
      await segue.manage('POST', 'client-grants', { client_id: clientId, audience: 'urn:api', scope: [] });
    });
    after(() => segue.stop());

    const tokenBy = async (client_secret: string): Promise<number> => {
      const grant = { grant_type: 'client_credentials', client_id: clientId, audience: 'urn:api' };
      return (await segue.token({ ...grant, client_secret })).status;
    };

    test('the new one works at once, the old one no more, and the log tells of it without it', async () => {
      assert.equal(await tokenBy(secret), 200);
      const { status, body } = await segue.manage('POST', `clients/${clientId}/rotate-secret`);
      assert.equal(status, 200);
      assert.match(body.client_secret, /^[A-Za-z0-9]{64}$/);
      assert.notEqual(body.client_secret, secret);
      assert.deepEqual([body.client_id, body.name, body.app_type], [clientId, 'machine', 'non_interactive']);
      assert.equal(await tokenBy(secret), 401);
      assert.equal(await tokenBy(body.client_secret), 200);
      const { body: shown } = await segue.manage('GET', `clients/${clientId}`);
      assert.equal(shown.client_secret, body.client_secret);
      const event = (await segue.logs()).find(({ details }) => details.kind === 'client-secret-rotated');
      assert.deepEqual(event.details, { kind: 'client-secret-rotated', client: clientId });
      assert.equal(event.client_id, segue.operator.clientId);
    });

    test('another node knows it as well', async () => {
      const { body } = await segue.manage('POST', `clients/${clientId}/rotate-secret`);
      const other = await segue.otherNode();
      const stored = await other.tenant.clients.find(clientId);
      assert.ok(stored !== undefined && !JSON.stringify(stored).includes(body.client_secret), 'sealed');
    });

    test('S4: a token that may do less than the client does not get its secret', async () => {
      const audience = `${segue.issuer}api/v2/`;
      const { body: lesser } = await segue.manage('POST', 'clients', {
        name: 'lesser',
        app_type: 'non_interactive',
      });
      const grant = { client_id: lesser.client_id, audience, scope: ['update:client_keys'] };
      assert.equal((await segue.manage('POST', 'client-grants', grant)).status, 201);
      const { body } = await segue.token({
        grant_type: 'client_credentials',
        client_id: lesser.client_id,
        client_secret: lesser.client_secret,
        audience,
      });
      const rotate = (id: string): ReturnType<Segue['request']> =>
        segue.request(
          `api/v2/clients/${id}/rotate-secret`,
          { method: 'POST', headers: { authorization: `Bearer ${body.access_token}` } },
          ['client_secret'],
        );
      const refused = await rotate(segue.operator.clientId);
      assert.deepEqual([refused.status, refused.body.errorCode], [403, 'insufficient_scope']);
      assert.equal((await rotate(clientId)).status, 200, 'one that may do less is within its reach');
      assert.equal((await segue.manage('GET', 'clients')).status, 200, 'the operator’s own still works');
    });
  });
}
