import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createCanaries } from '../kit/canaries.ts';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

/** Ways of making Segue say a secret, and where it is heard. */
const leaks: Readonly<Record<string, readonly [leak: (segue: Segue) => Promise<unknown>, heard: RegExp]>> = {
  'in an answer': [
    (segue) =>
      segue.manage('PATCH', 'tenants/settings', { support_url: `https://${segue.canaries.plant('secret')}` }),
    /secret in PATCH api\/v2\/tenants\/settings -> 200/,
  ],
  'in an answer’s header': [
    async (segue) => segue.canaries.watch('header', 'nosniff'),
    /header in GET metrics -> 200/,
  ],
  'in an event': [
    (segue) => segue.manage('DELETE', `users/${segue.canaries.plant('token')}`),
    /token in GET api\/v2\/logs\?take=100/,
  ],
  'in a log line and a metric': [
    async (segue) => {
      const name = segue.canaries.plant('name');
      const { logIn } = await createLegacyConnection(segue, {
        name,
        login: '(e, p, callback) => callback()',
      });
      return logIn('user@example.com', 'any');
    },
    /name in GET metrics -> 200.*name in log line/,
  ],
  'in base64': [
    (segue) => {
      const secret = Buffer.from(`user:${segue.canaries.plant('password')}`).toString('base64url');
      return segue.manage('PATCH', 'tenants/settings', { friendly_name: secret });
    },
    /password in PATCH/,
  ],
  'beyond the first page of events': [
    async (segue) => {
      for (let count = 0; count < 110; count += 1) await segue.manage('DELETE', 'clients/nobody');
      const planted = segue.canaries.plant('late');
      await segue.manage('DELETE', `users/${planted}`);
    },
    /late in GET api\/v2\/logs\?take=100&from=/,
  ],
  'with a token of its own': [
    async (segue) => {
      const answer = await segue.token({
        grant_type: 'client_credentials',
        client_id: segue.operator.clientId,
        client_secret: segue.operator.clientSecret,
        audience: `${segue.issuer}api/v2/`,
      });
      const signature = answer.body.access_token.split('.')[2];
      return segue.manage('PATCH', 'tenants/settings', { friendly_name: signature, access: answer.body });
    },
    /access_token in PATCH/,
  ],
};

describe('the kit hears a secret that is said', () => {
  for (const store of stores) {
    for (const [where, [leak, heard]] of Object.entries(leaks)) {
      test(`${where}, ${store.name}`, store.options, async () => {
        const segue = await startSegue(store);
        await leak(segue);
        await assert.rejects(segue.stop(), (error) => {
          assert.ok(error instanceof assert.AssertionError);
          assert.match(error.message, /a secret was said/);
          assert.match(JSON.stringify(error.actual), heard);
          return true;
        });
      });
    }
  }

  test('in every form that logs and errors give it', () => {
    const canaries = createCanaries();
    const secret = canaries.plant('secret');
    const bytes = Buffer.from(secret);
    const forms = [
      secret,
      encodeURIComponent(secret),
      bytes.toString('hex'),
      bytes.toString('base64'),
      Buffer.from(`a:${secret}`).toString('base64'),
      Buffer.from(`ab:${secret}:c`).toString('base64url'),
    ];
    for (const form of forms) {
      assert.deepEqual(canaries.heardIn([{ where: 'here', text: `<${form}>` }]), ['secret in here'], form);
    }
  });

  test('and nothing else', () => {
    const canaries = createCanaries();
    canaries.plant('secret');
    const text = `canary-secret-${'0'.repeat(24)} and ${Buffer.from('canary-secret-').toString('base64')}`;
    assert.deepEqual(canaries.heardIn([{ where: 'here', text }]), []);
  });
});
