import { sendForm } from './http.ts';
import type { Segue } from './segue.ts';

/** An application of Segue's whose users log in by password, for an API whose access tokens are JWTs. */
export interface Application {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly realm: string;
}

export interface Person {
  /** The subject that tokens must name. */
  readonly userId: string;
  readonly email: string;
  readonly password: string;
}

export const audience = 'https://api.bench/';
const createdAtOnce = 8;
const realmGrant = 'http://auth0.com/oauth/grant-type/password-realm';

/**
 * @param connectionOptions of the connection that the application's users are in
 * @param moreGrants by which it may get tokens beside a login's
 */
export async function createApplication(
  segue: Segue,
  connectionOptions: object,
  moreGrants: readonly string[] = [],
): Promise<Application> {
  const client = await segue.create('clients', {
    name: 'bench',
    app_type: 'regular_web',
    grant_types: [realmGrant, ...moreGrants],
  });
  const clientId = String(client['client_id']);
  await segue.create('resource-servers', {
    name: 'bench',
    identifier: audience,
    allow_offline_access: moreGrants.includes('refresh_token'),
  });
  const connection = await segue.create('connections', {
    name: 'people',
    strategy: 'auth0',
    enabled_clients: [clientId],
    options: connectionOptions,
  });
  return { clientId, clientSecret: String(client['client_secret']), realm: String(connection['name']) };
}

/** Creates users with passwords, several at a time. */
export async function createPeople(
  segue: Segue,
  { realm: connection }: Application,
  count: number,
): Promise<readonly Person[]> {
  const wanted = Array.from({ length: count }, (_, number) => ({
    email: `person${number}@bench.test`,
    password: `password of ${number}`,
  }));
  const people: Person[] = [];
  while (wanted.length > 0) {
    const made = wanted.splice(0, createdAtOnce).map(async (person) => {
      const { user_id } = await segue.create('users', { connection, ...person });
      return { userId: String(user_id), ...person };
    });
    people.push(...(await Promise.all(made)));
  }
  return people;
}

/** Asks for a login's tokens as the application does; the answer is not looked at. */
export function askForTokens(
  { url }: Pick<Segue, 'url'>,
  { clientId, clientSecret, realm }: Application,
  { email, password }: Pick<Person, 'email' | 'password'>,
  headers: Readonly<Record<string, string>> = {},
  scope = 'openid profile email',
): ReturnType<typeof sendForm> {
  const parameters = {
    grant_type: realmGrant,
    client_id: clientId,
    client_secret: clientSecret,
    realm,
    audience,
    scope,
    username: email,
    password,
  };
  return sendForm(`${url}oauth/token`, parameters, headers);
}

/**
 * A login with an ID token and a JWT access token, both looked at.
 *
 * @returns how long it took, and the tokens
 * @throws Error when they are not this person's
 */
export async function logIn(
  segue: Pick<Segue, 'url'>,
  application: Application,
  person: Person,
): Promise<{ readonly milliseconds: number; readonly tokens: readonly string[] }> {
  const { status, text, milliseconds } = await askForTokens(segue, application, person);
  if (status !== 200) throw new Error(`a login was answered with ${status}: ${text}`);
  const { access_token, id_token } = JSON.parse(text);
  const tokens = [String(access_token), String(id_token)];
  for (const token of tokens) {
    const { alg, sub } = readJwt(token);
    if (alg !== 'RS256' || sub !== person.userId)
      throw new Error(`not the token of ${person.userId}: ${token}`);
  }
  return { milliseconds, tokens };
}

function readJwt(token: string): { readonly alg: unknown; readonly sub: unknown } {
  const [header = '', payload = '', signature = ''] = token.split('.');
  if (signature.length < 342) throw new Error(`no RS256 signature: ${token}`); // 256 bytes in base64url
  const read = (part: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(part, 'base64url').toString());
  return { alg: read(header)['alg'], sub: read(payload)['sub'] };
}
