import { Provider } from 'oidc-provider';

/*
 * Plain oidc-provider as its documentation has it, in memory, on node:http, with one client and one refresh token:
 * `node bare-provider.mjs <issuer> <audience> <client_id> <client_secret>`. Its access tokens are JWTs, as ours are.
 */
const [issuer = '', audience = '', clientId = '', clientSecret = ''] = process.argv.slice(2);
const scope = 'openid profile email offline_access';

const { privateKey } = await crypto.subtle.generateKey(
  {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
  true,
  ['sign', 'verify'],
);
const { key_ops: _, ext: __, ...jwk } = await crypto.subtle.exportKey('jwk', privateKey);

const provider = new Provider(issuer, {
  jwks: { keys: [{ ...jwk, use: 'sig', alg: 'RS256' }] },
  cookies: { keys: ['bench'] },
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['client_credentials', 'refresh_token', 'authorization_code'],
      redirect_uris: ['https://app.bench/'],
    },
  ],
  findAccount: (_context, accountId) => ({
    accountId,
    claims: () => ({
      sub: accountId,
      name: accountId,
      email: `${accountId}@bench.test`,
      email_verified: true,
    }),
  }),
  claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
  conformIdTokenClaims: false,
  ttl: {
    Grant: 86_400,
    RefreshToken: 86_400,
    ClientCredentials: 86_400,
    AccessToken: 86_400,
    IdToken: 36_000,
  },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'read:things',
        audience,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
});

const grant = new provider.Grant({ accountId: 'someone', clientId });
grant.addOIDCScope(scope);
grant.addResourceScope(audience, 'read:things');
const grantId = await grant.save();
const client = await provider.Client.find(clientId);
if (client === undefined) throw new Error('it knows its client');
const refreshToken = await new provider.RefreshToken({
  accountId: 'someone',
  client,
  grantId,
  scope,
  resource: audience,
  claims: {},
  authTime: Math.floor(Date.now() / 1000),
  gty: 'authorization_code',
}).save();

const server = provider.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address !== 'object') throw new Error('it listens on a port');
  process.stdout.write(`${JSON.stringify({ port: address?.port, refreshToken })}\n`);
});
