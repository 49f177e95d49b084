import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { askForTokens, audience, createApplication, createPeople } from './application.ts';
import { type Child, startChild } from './child.ts';
import { cores } from './cores.ts';
import { sendForm } from './http.ts';
import { type Home, startSegue } from './segue.ts';

/** A server that gives out tokens to a program, and new ones for a refresh token. */
export interface TokenService extends AsyncDisposable {
  readonly pid: number;
  /** A JWT access token for the program itself, looked at. */
  clientCredentials(): Promise<void>;
  /** An ID token and a JWT access token for a refresh token that lives on, both looked at. */
  refresh(): Promise<void>;
}

const bareProvider = fileURLToPath(new URL('../arms/bare-provider.mjs', import.meta.url));
const [bareClient, bareSecret] = ['app', 'bench-secret-of-the-app-at-the-bare-one'];

/** oidc-provider by itself, in memory, in a process of its own on the server's core. */
export async function startBareProvider(): Promise<TokenService> {
  const child: Child = startChild({
    core: cores.server,
    nodeArguments: [bareProvider, 'http://bare.bench', audience, bareClient, bareSecret],
  });
  const { port, refreshToken }: { port: number; refreshToken: string } = await child.until((line) =>
    JSON.parse(line),
  ); // arms/bare-provider.mjs
  return {
    pid: child.pid,
    ...asking(`http://127.0.0.1:${port}/token`, {
      client: { client_id: bareClient, client_secret: bareSecret },
      api: { resource: audience },
      refreshToken,
    }),
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

/** Segue on its usual store, or on the one of this URL, with one application and one user who has logged in. */
export async function startTokenService(home: Home, databaseUrl?: string): Promise<TokenService> {
  const key = randomBytes(32).toString('base64'); // an operator's own, as any store but the embedded one wants it
  const environment = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl, SEGUE_SECRET_KEY: key };
  const segue = await startSegue(home, { environment });
  const application = await createApplication(segue, {}, ['client_credentials', 'refresh_token']);
  const client = { client_id: application.clientId, client_secret: application.clientSecret };
  await segue.create('client-grants', { client_id: client.client_id, audience, scope: [] });
  const [person] = await createPeople(segue, application, 1);
  if (person === undefined) throw new Error('no user was created');
  const login = await askForTokens(segue, application, person, {}, 'openid profile email offline_access');
  if (login.status !== 200) throw new Error(`a login was answered with ${login.status}: ${login.text}`);
  return {
    pid: segue.pid,
    ...asking(`${segue.url}oauth/token`, {
      client,
      api: { audience },
      refreshToken: String(JSON.parse(login.text).refresh_token),
    }),
    [Symbol.asyncDispose]: () => segue[Symbol.asyncDispose](),
  };
}

function asking(
  url: string,
  {
    client,
    api,
    refreshToken,
  }: {
    readonly client: { readonly client_id: string; readonly client_secret: string };
    readonly api: Readonly<Record<string, string>>;
    readonly refreshToken: string;
  },
): Pick<TokenService, 'clientCredentials' | 'refresh'> {
  const ask = async (
    parameters: Readonly<Record<string, string>>,
    names: readonly string[],
  ): Promise<void> => {
    const { status, text } = await sendForm(url, { ...client, ...parameters });
    if (status !== 200) throw new Error(`asked for tokens, was answered ${status}: ${text}`);
    const tokens: Record<string, unknown> = JSON.parse(text);
    for (const name of names) assertSigned(name, tokens[name]);
  };
  return {
    clientCredentials: () => ask({ grant_type: 'client_credentials', ...api }, ['access_token']),
    refresh: () =>
      ask({ grant_type: 'refresh_token', refresh_token: refreshToken }, ['access_token', 'id_token']),
  };
}

/** @throws Error unless it is a JWT with an RS256 signature: 256 bytes in base64url */
function assertSigned(name: string, token: unknown): void {
  const [, , signature = ''] = String(token).split('.');
  if (signature.length < 342) throw new Error(`no RS256 signature in ${name}: ${String(token)}`);
}
