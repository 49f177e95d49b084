import assert from 'node:assert/strict';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import {
  createLegacyConnection,
  type LegacyConnection,
  passwordRealm,
  scriptsOver,
} from '../kit/legacy-connection.ts';
import { startReachableSegue } from '../kit/reachable-segue.ts';
import { makeSelfSignedCertificate } from '../kit/self-signed-certificate.ts';
import type { Segue, SegueOptions } from '../kit/start-segue.ts';
import type { TestedStore } from '../kit/stores.ts';

/** A tenant as an SDK sees it: a domain with HTTPS, a database connection, an API, and applications. */
export interface SdkStage {
  readonly segue: Segue;
  /** What Auth0's SDKs take for `domain`. */
  readonly domain: string;
  /** Its one legacy user has never logged in here. */
  readonly connection: LegacyConnection;
  readonly legacyUser: { readonly email: string; readonly password: string };
  /** The connection's application, which may ask for everything that needs no browser. */
  readonly app: { readonly clientId: string; readonly clientSecret: string };
  /** The identifier of an API that the application may call, with the scope `read:orders`. */
  readonly audience: string;
  stop(): Promise<void>;
}

export const sdkPassword = 'Sunny-Harbour-42';

// One for the whole process: it is trusted as with NODE_EXTRA_CA_CERTS, and what `fetch` trusts is settled at its first call.
const certificate = makeSelfSignedCertificate();
setDefaultCACertificates([...getCACertificates('default'), certificate.cert]);
process.once('exit', () => certificate.remove());

/** Opens one over HTTPS. */
export async function openSdkStage(store: TestedStore, options: SegueOptions = {}): Promise<SdkStage> {
  const environment = {
    SEGUE_TLS_CERT: certificate.certFile,
    SEGUE_TLS_KEY: certificate.keyFile,
    ...options.environment,
  };
  const segue = await startReachableSegue(store, { ...options, environment });
  try {
    return await furnishForSdks(segue);
  } catch (error) {
    await segue.stop();
    throw error;
  }
}

/** Gives a Segue what an SDK finds in a tenant. */
export async function furnishForSdks(segue: Segue): Promise<SdkStage> {
  const legacyUser = { email: 'legacy@example.com', password: 'as in the old shop' };
  const profile = { user_id: 7, email: legacyUser.email, user_metadata: { theme: 'dark' } };
  const connection = await createLegacyConnection(segue, {
    ...scriptsOver([{ identifiers: [legacyUser.email], password: legacyUser.password, profile }]),
    name: 'shop',
  });
  const { client_id: clientId, client_secret: clientSecret } = connection.application;
  const audience = 'https://shop.example.com/api';
  const scopes = [{ value: 'read:orders' }];
  await write(segue, 'POST', 'resource-servers', {
    identifier: audience,
    scopes,
    allow_offline_access: true,
  });
  await write(segue, 'POST', 'client-grants', { client_id: clientId, audience, scope: ['read:orders'] });
  const grant_types = [passwordRealm, 'password', 'refresh_token', 'client_credentials'];
  await write(segue, 'PATCH', `clients/${clientId}`, { grant_types });
  await write(segue, 'PATCH', 'tenants/settings', { default_directory: connection.name });
  const domain = new URL(segue.issuer).host;
  const app = { clientId, clientSecret };
  return { segue, domain, connection, legacyUser, app, audience, stop: () => segue.stop() };
}

async function write(segue: Segue, method: string, path: string, body: object): Promise<void> {
  const answer = await segue.manage(method, path, body);
  assert.ok(answer.status === 200 || answer.status === 201, answer.text);
}
