import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, mock, test } from 'node:test';
import type { JWK } from 'jose';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import { systemClock } from '../lib/clock.ts';
import { createSealer } from '../lib/sealed-secret.ts';
import { createInMemoryTenantStore } from '../tenant/fakes/in-memory-tenant-store.ts';
import { createProvider } from './create-provider.ts';
import { createInMemoryOidcPayloads } from './fakes/in-memory-oidc-payloads.ts';
import { clientNamed, issuer, secret } from './fakes/open-oidc.ts';
import { servedGrantTypes } from './grant-types.ts';
import { ask, credentialVersionOf, type ProviderAnswer, requestOf } from './provider-fence.ts';
import { Refusal } from './refusal.ts';
import { ensureSigningKeys, inUse, openSigningKey } from './signing-keys.ts';
import type { TokenRequest } from './token-request.ts';

const sealer = createSealer([new Uint8Array(32).fill(1)]);
const client = clientNamed('web', sealer);
const request: TokenRequest = {
  params: {},
  authorization: undefined,
  client,
  source: { ip: null, userAgent: null },
  forwardedFor: undefined,
};
const storage = createInMemoryOidcPayloads(() => 1);

async function newKeys(): Promise<readonly JWK[]> {
  const tenant = createInMemoryTenantStore();
  await ensureSigningKeys({ tenant, sealer, clock: systemClock });
  return inUse(await tenant.signingKeys.list()).map((key) => openSigningKey(sealer, key));
}

let provider: Provider;
before(async () => {
  const needs = { issuer, sealer, storage, clock: systemClock, cookieKeys: ['key'] };
  provider = createProvider(needs, await newKeys());
  for (const grantType of servedGrantTypes) provider.registerGrantType(grantType, () => {});
});

function askWith(
  handler: Parameters<Provider['registerGrantType']>[1],
  clientSecret = secret,
): Promise<ProviderAnswer> {
  provider.registerGrantType('password', handler);
  const params = { grant_type: 'password', client_id: 'web', client_secret: clientSecret };
  return ask(provider, '/oauth/token', params, request);
}

test('the recipes were read in this version of oidc-provider: after an upgrade read them again', async () => {
  const manifest = new URL('../package.json', import.meta.resolve('oidc-provider'));
  assert.equal(JSON.parse(await readFile(manifest, 'utf8')).version, '9.13.3');
});

test('a handler has the request it works for, the client, and its answer is returned, not sent', async () => {
  const answer = await askWith((context) => {
    assert.equal(requestOf(context), request);
    assert.equal(context.oidc.client.clientId, 'web');
    context.body = { access_token: 'x' };
  });
  assert.equal(answer.is, 'answered');
  assert.deepEqual(answer.is === 'answered' && answer.body, { access_token: 'x' });
});

test('a refusal comes back as it was thrown, even one of the 500s', async () => {
  const refusal = new Refusal({ status: 503, error: 'temporarily_unavailable', description: 'Later.' });
  const answer = await askWith(() => {
    throw refusal;
  });
  assert.equal(answer.is === 'refused' && answer.error, refusal);
});

test('the provider’s own refusals come back, with their cause', async () => {
  const answer = await askWith(() => {}, 'wrong');
  assert.ok(answer.is === 'refused' && answer.error instanceof errors.InvalidClientAuth);
  assert.equal(answer.error.error_detail, 'invalid secret provided');
});

test('any other error is a fault', async () => {
  const fault = new Error('broken');
  const answer = await askWith(() => {
    throw fault;
  });
  assert.equal(answer.is === 'fault' && answer.error, fault);
});

test('what is not the token endpoint is a fault', async () => {
  assert.equal((await ask(provider, '/nowhere', {}, request)).is, 'fault');
});

test('clients come from the request alone', async () => {
  assert.equal(await provider.Client.find('web'), undefined);
  const answer = await ask(
    provider,
    '/oauth/token',
    { grant_type: 'password', client_id: 'another', client_secret: secret },
    request,
  );
  assert.ok(answer.is === 'refused' && answer.error instanceof errors.InvalidClientAuth);
});

test('tokens keep the credential version, in the store and back', async () => {
  const values: string[] = [];
  await askWith(async (context) => {
    const common = {
      client: context.oidc.client,
      accountId: 'a',
      grantId: 'g',
      gty: 'password',
      scope: 'openid',
    };
    for (const Model of [provider.RefreshToken, provider.AccessToken]) {
      values.push(await new Model({ ...common, credentialVersion: 1, expiresIn: 60 }).save());
    }
    context.body = {};
  });
  const [refresh, access] = values;
  assert.equal(credentialVersionOf((await provider.RefreshToken.find(refresh ?? '')) ?? {}), 1);
  assert.equal(credentialVersionOf((await provider.AccessToken.find(access ?? '')) ?? {}), 1);
  assert.match(access ?? '', /^[\w-]{43}$/, '256 bits');
});

test('nothing is printed: no quick-start warning, no already-parsed body', async () => {
  const warn = mock.method(console, 'warn', () => {});
  const info = mock.method(console, 'info', () => {});
  const other = createProvider(
    { issuer, sealer, storage, clock: systemClock, cookieKeys: ['key'] },
    await newKeys(),
  );
  await ask(other, '/oauth/revoke', { token: 'x', client_id: 'web', client_secret: secret }, request);
  assert.equal(warn.mock.callCount() + info.mock.callCount(), 0);
  mock.restoreAll();
});

const answerNothing: Parameters<Provider['registerGrantType']>[1] = (context) => {
  context.body = {};
};

test('requests leave no listener behind on what they share', async () => {
  const warned: Error[] = [];
  const keep = (warning: Error): void => void warned.push(warning);
  process.on('warning', keep);
  for (let index = 0; index < 20; index += 1) await askWith(answerNothing);
  await new Promise(setImmediate);
  process.off('warning', keep);
  assert.deepEqual(warned, []);
});
