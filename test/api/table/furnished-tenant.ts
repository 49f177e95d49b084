import assert from 'node:assert/strict';
import { keepSession } from '../../kit/kept-session.ts';
import { createLegacyConnection, type LegacyConnection, scriptsOver } from '../../kit/legacy-connection.ts';
import type { Segue } from '../../kit/start-segue.ts';

export const shopApi = 'https://shop.example.com/api';

/** A tenant with something of every kind, one of each to read and one to delete; every secret in it is a canary. */
export interface FurnishedTenant {
  readonly managementApi: string;
  /** May do everything. */
  readonly operator: string;
  /** May do nothing: a machine's token without a scope. */
  readonly powerless: string;
  /** Of the legacy connection and its local users. */
  readonly connection: LegacyConnection;
  readonly doomedConnection: string;
  readonly machine: { readonly client_id: string; readonly client_secret: string };
  readonly client: string;
  readonly doomedClient: string;
  readonly grant: string;
  readonly doomedGrant: string;
  readonly resourceServer: string;
  readonly doomedResourceServer: string;
  readonly user: { readonly id: string; readonly email: string; readonly password: string };
  readonly doomedUser: string;
  readonly legacyUser: { readonly email: string; readonly password: string };
  readonly tombstone: string;
  readonly job: string;
  readonly log: string;
  /** The key that will sign. */
  readonly nextSigningKey: string;
  readonly tokens: {
    readonly access: string;
    readonly refresh: string;
    readonly id: string;
    readonly api: string;
  };
  /** What the logins of a user have left. */
  readonly guest: Guest;
  readonly newPassword: string;
  readonly newSecret: string;
}

export interface Guest {
  readonly id: string;
  readonly email: string;
  readonly refreshToken: string;
  readonly doomedRefreshToken: string;
  readonly session: string;
  readonly doomedSession: string;
  readonly revokedSession: string;
}

/** Makes all that over the API, and tells the canaries of every secret that came up. */
export async function furnishTenant(segue: Segue): Promise<FurnishedTenant> {
  const { canaries } = segue;
  const managementApi = `${segue.issuer}api/v2/`;
  const make = async (path: string, body: object): Promise<Made> => {
    const answer = await segue.manage('POST', path, body);
    assert.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const legacyUser = { email: 'legacy@example.com', password: canaries.plant('password') };
  const connection = await createLegacyConnection(segue, {
    name: 'shop',
    ...scriptsOver([
      {
        identifiers: [legacyUser.email],
        password: legacyUser.password,
        profile: { user_id: 1, email: legacyUser.email },
      },
    ]),
    configuration: { DB_PASSWORD: canaries.plant('secret') },
  });
  await make('resource-servers', {
    identifier: shopApi,
    scopes: [{ value: 'read:orders' }],
    allow_offline_access: true,
  });
  const grantFor = async (client_id: string, audience: string, scope: readonly string[]): Promise<string> =>
    (await make('client-grants', { client_id, audience, scope })).id;
  const clientNamed = (name: string): Promise<Made> =>
    make('clients', { name, app_type: 'non_interactive', client_secret: canaries.plant('client-secret') });

  const machine = await clientNamed('machine');
  const doomedClient = await clientNamed('doomed');
  await grantFor(machine.client_id, managementApi, []);
  const user = await makeUser(segue, 'ada');
  const gone = await makeUser(segue, 'gone');
  assert.equal((await segue.manage('DELETE', `users/${encodeURIComponent(gone.id)}`)).status, 204);
  const [tombstone] = (await segue.manage('GET', 'segue/tombstones')).body;

  const job = await make('jobs/verification-email', { user_id: user.id });

  return {
    managementApi,
    job: job.id,
    operator: await clientToken(segue, segue.operator, managementApi),
    powerless: await clientToken(
      segue,
      { clientId: machine.client_id, clientSecret: machine.client_secret },
      managementApi,
    ),
    connection,
    doomedConnection: (await make('connections', { name: 'doomed', strategy: 'auth0' })).id,
    machine,
    client: connection.application.client_id,
    doomedClient: doomedClient.client_id,
    grant: await grantFor(machine.client_id, shopApi, ['read:orders']),
    doomedGrant: await grantFor(doomedClient.client_id, shopApi, []),
    resourceServer: shopApi,
    doomedResourceServer: (await make('resource-servers', { identifier: 'urn:doomed' })).id,
    user,
    doomedUser: (await makeUser(segue, 'doomed')).id,
    legacyUser,
    tombstone: tombstone.id,
    log: (await segue.logs())[0].log_id,
    nextSigningKey: (await segue.manage('GET', 'keys/signing')).body.find((key: Made) => key.next).kid,
    tokens: await tokensOf(connection, user),
    guest: await makeGuest(segue, connection),
    newPassword: canaries.plant('password'),
    newSecret: canaries.plant('client-secret'),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: what the API has made
type Made = any;

/** A local user; the stored hash of its password must not be said either. */
async function makeUser(segue: Segue, name: string): Promise<FurnishedTenant['user']> {
  const email = `${name}@example.com`;
  const password = segue.canaries.plant('password');
  const answer = await segue.manage('POST', 'users', { connection: 'shop', email, password });
  assert.equal(answer.status, 201, answer.text);
  const id: string = answer.body.user_id;
  const { accounts } = await segue.otherNode();
  segue.canaries.watch('hash', (await accounts.passwordHashes.find(id)) ?? '');
  return { id, email, password };
}

/** Somebody who has logged in twice, and is in three sessions. */
async function makeGuest(segue: Segue, connection: LegacyConnection): Promise<Guest> {
  const { id, email, password } = await makeUser(segue, 'guest');
  for (let count = 0; count < 2; count += 1) {
    const { status } = await connection.logIn(email, password, { scope: 'openid offline_access' });
    assert.equal(status, 200);
  }
  const { body } = await segue.manage('GET', `users/${encodeURIComponent(id)}/refresh-tokens`);
  const session = (): Promise<string> => keepSession(segue, { userId: id });
  return {
    id,
    email,
    refreshToken: body.tokens[0].id,
    doomedRefreshToken: body.tokens[1].id,
    session: await session(),
    doomedSession: await session(),
    revokedSession: await session(),
  };
}

async function clientToken(
  segue: Segue,
  { clientId: client_id, clientSecret: client_secret }: { clientId: string; clientSecret: string },
  audience: string,
): Promise<string> {
  const answer = await segue.token({ grant_type: 'client_credentials', client_id, client_secret, audience });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.access_token;
}

async function tokensOf(
  connection: LegacyConnection,
  { email, password }: FurnishedTenant['user'],
): Promise<FurnishedTenant['tokens']> {
  const tokens = async (more: Readonly<Record<string, string>>): Promise<Made> =>
    (await connection.logIn(email, password, more)).body;
  const lasting = await tokens({ scope: 'openid email offline_access' });
  return {
    access: (await tokens({ scope: 'openid email' })).access_token,
    refresh: lasting.refresh_token,
    id: lasting.id_token,
    api: (await tokens({ scope: 'openid', audience: shopApi })).access_token,
  };
}
