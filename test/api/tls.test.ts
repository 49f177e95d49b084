import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ConfigError } from '../../src/config.ts';
import { ask } from '../kit/answer.ts';
import { askTrusting } from '../kit/ask-over-tls.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { makeSelfSignedCertificate } from '../kit/self-signed-certificate.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const everybody = '(email, password, callback) => callback(null, { user_id: email, email })';

for (const store of stores) {
  describe(`HTTPS without a proxy, ${store.name}`, store.options, () => {
    const certificate = makeSelfSignedCertificate();
    const another = makeSelfSignedCertificate();
    const environment = {
      SEGUE_URL: 'https://segue.test',
      SEGUE_TLS_CERT: certificate.certFile,
      SEGUE_TLS_KEY: certificate.keyFile,
    };
    let segue: Segue;
    let connection: LegacyConnection;
    before(async () => {
      segue = await startSegue(store, { environment, ask: askTrusting(certificate.cert) });
      connection = await createLegacyConnection(segue, { login: everybody });
    });
    after(async () => {
      await segue.stop();
      certificate.remove();
      another.remove();
    });

    test('discovery names HTTPS addresses only', async () => {
      const { status, body, headers } = await segue.request('.well-known/openid-configuration');
      assert.equal(status, 200);
      assert.equal(body.issuer, 'https://segue.test/');
      const addresses = Object.entries(body).filter(([name]) => /_endpoint$|_uri$/.test(name));
      assert.ok(addresses.length >= 4);
      for (const [name, address] of addresses)
        assert.match(String(address), /^https:\/\/segue\.test\//, name);
      assert.match(headers.get('strict-transport-security') ?? '', /^max-age=\d{8,}$/);
    });

    test('a login gives tokens that /userinfo takes', async () => {
      const login = await connection.logIn('user@example.com', 'any');
      assert.equal(login.status, 200, login.text);
      const headers = { authorization: `Bearer ${login.body.access_token}` };
      const { status, body } = await segue.request('userinfo', { headers });
      assert.deepEqual([status, body.email], [200, 'user@example.com']);
    });

    test('whoever trusts another certificate does not speak to it', async () => {
      const asked = askTrusting(another.cert)(new URL('healthz', segue.url).href);
      await assert.rejects(asked, { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    });

    test('plain HTTP on the same port gets no answer', async () => {
      const url = new URL('healthz', segue.url.replace('https:', 'http:'));
      await assert.rejects(ask(url.href), TypeError);
    });

    test('the key of another certificate is refused at the start, by name', async () => {
      const start = startSegue(store, { environment: { ...environment, SEGUE_TLS_KEY: another.keyFile } });
      await assert.rejects(start, (error) => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, /^SEGUE_TLS_KEY: .*key\.pem is not the key of the certificate/);
        return true;
      });
    });
  });
}
