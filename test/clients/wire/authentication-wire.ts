import type { FurnishedTenant } from '../../api/table/furnished-tenant.ts';
import { shopApi } from '../../api/table/furnished-tenant.ts';
import { passwordRealm } from '../../kit/legacy-connection.ts';
import { json, oauthRefusal, type Told, type WireRow } from './wire-row.ts';

/** The Authentication API, as far as it is spoken without a browser. */
export function authenticationWire(tenant: FurnishedTenant): readonly WireRow[] {
  return [
    ...signUpRows(tenant),
    ...changePasswordRows(tenant),
    ...loginRows(tenant),
    ...otherTokenRows(tenant),
    ...revocationRows(tenant),
    ...userInfoRows(tenant),
    ...documentRows(),
  ];
}

const secrets = ['access_token', 'id_token', 'refresh_token'];

/** `{ name, code, description, statusCode }` */
function signUpRefusal(code: string, description: Told['body'] = 'text', more: object = {}): Told {
  const name = code === 'invalid_password' ? /^Password\w+Error$/ : /^BadRequestError$/;
  const body = { name, code: new RegExp(`^${code}$`), description, statusCode: 'number', ...more } as const;
  return { status: 400, headers: json, body };
}

function signUpRows({ connection, user, newPassword }: FurnishedTenant): readonly WireRow[] {
  const request = { route: 'POST /dbconnections/signup' };
  const { client_id } = connection.application;
  const draft = { client_id, connection: connection.name, email: 'wire@example.com', password: newPassword };
  const withMessage = (told: Told): Partial<Told> => ({
    body: { ...(told.body as object), message: 'text' },
  });
  const taken = signUpRefusal('invalid_signup', /^Invalid sign up$/);
  return [
    {
      name: 'a new user',
      request: { ...request, json: { ...draft, given_name: 'W', user_metadata: { a: 'b' } } },
      auth0: {
        status: 200,
        headers: json,
        body: {
          _id: /^[0-9a-f]{24}$/,
          email: /^wire@example\.com$/,
          email_verified: 'boolean',
          given_name: 'text',
          'name?': 'text',
          'nickname?': 'text',
          user_metadata: 'object',
        },
      },
    },
    {
      name: 'an address that is taken',
      request: { ...request, json: { ...draft, email: user.email } },
      auth0: taken,
      segue: withMessage(taken),
    },
    {
      name: 'a weak password',
      request: { ...request, json: { ...draft, email: 'weak@example.com', password: 'short' } },
      auth0: signUpRefusal(
        'invalid_password',
        {
          rules: [{ message: 'text', 'format?': 'list', code: 'text', verified: 'boolean' }],
          verified: 'boolean',
        },
        { message: /^Password is too weak$/, policy: /^\* At least 8 characters in length/ },
      ),
    },
    {
      name: 'a common password',
      request: { ...request, json: { ...draft, email: 'weak@example.com', password: 'password' } },
      auth0: signUpRefusal('invalid_password', 'text', { message: /^Password is too common$/ }),
    },
    {
      name: 'no such connection',
      request: { ...request, json: { ...draft, connection: 'none' } },
      auth0: { status: 404, headers: json, body: 'object' },
    },
    {
      name: 'no password',
      request: { ...request, json: { client_id, connection: connection.name, email: 'wire@example.com' } },
      auth0: { status: 400, headers: json, body: { error: 'text' } },
      segue: { body: { error: /^invalid_request$/, error_description: /password/ } },
    },
  ];
}

function changePasswordRows({ connection, user }: FurnishedTenant): readonly WireRow[] {
  const request = { route: 'POST /dbconnections/change_password' };
  const asked = { client_id: connection.application.client_id, connection: connection.name };
  const sent: Told = {
    status: 200,
    headers: { 'content-type': /^text\/html; charset=utf-8$/ },
    body: /^We've just sent you an email to reset your password\.$/,
  };
  return [
    { name: 'a user', request: { ...request, json: { ...asked, email: user.email } }, auth0: sent },
    { name: 'nobody', request: { ...request, json: { ...asked, email: 'nobody@example.com' } }, auth0: sent },
    {
      name: 'no address',
      request: { ...request, json: asked },
      auth0: { status: 400, headers: json, body: { error: 'text' } },
      segue: { body: { error: /^invalid_request$/, error_description: /email/ } },
    },
  ];
}

const tokens = { access_token: 'text', scope: 'text', expires_in: 'number', token_type: /^Bearer$/ } as const;
const token = 'POST /oauth/token';

function loginRows({ connection, user, legacyUser }: FurnishedTenant): readonly WireRow[] {
  const { application, name: realm } = connection;
  const login = { ...application, username: user.email, password: user.password, scope: 'openid email' };
  const byRealm = { ...login, grant_type: passwordRealm, realm };
  const success: Told = {
    status: 200,
    headers: { ...json, 'cache-control': /no-store/, pragma: /no-cache/ },
    body: { ...tokens, id_token: 'text' },
  };
  const wrong = oauthRefusal(403, 'invalid_grant', /^Wrong email or password\.$/);
  const request = { route: token, mayShow: secrets };
  const notFound = oauthRefusal(400, 'invalid_request', /^the connection was not found$/);
  return [
    { name: 'password-realm', request: { ...request, form: byRealm }, auth0: success },
    { name: 'password-realm, in JSON', request: { ...request, json: byRealm }, auth0: success },
    {
      name: 'password, with a realm',
      request: { ...request, form: { ...byRealm, grant_type: 'password' } },
      auth0: success,
    },
    {
      name: 'offline_access',
      request: { ...request, form: { ...byRealm, scope: 'openid offline_access' } },
      auth0: { ...success, body: { ...tokens, id_token: 'text', refresh_token: 'text' } },
    },
    {
      name: 'a wrong password',
      request: { ...request, form: { ...byRealm, password: legacyUser.password } },
      auth0: wrong,
    },
    {
      name: 'nobody',
      request: { ...request, form: { ...byRealm, username: 'nobody@example.com' } },
      auth0: wrong,
    },
    {
      name: 'password, without a default directory',
      request: { ...request, form: { ...login, grant_type: 'password' } },
      auth0: {
        status: 500,
        headers: json,
        body: {
          error: 'text',
          error_description: /^Authorization server not configured with default connection\.$/,
        },
      },
      segue: { status: 400 },
    },
    { name: 'no such realm', request: { ...request, form: { ...byRealm, realm: 'none' } }, auth0: notFound },
    {
      name: 'a wrong secret',
      request: { ...request, form: { ...byRealm, client_secret: 'wrong' } },
      auth0: oauthRefusal(401, 'access_denied', /^Unauthorized$/),
    },
  ];
}

function otherTokenRows({ connection, machine, tokens: { refresh } }: FurnishedTenant): readonly WireRow[] {
  const request = { route: token, mayShow: secrets };
  const asClient = { ...machine, grant_type: 'client_credentials', audience: shopApi };
  const asUser = { ...connection.application, grant_type: 'refresh_token' };
  return [
    {
      name: 'client_credentials',
      request: { ...request, form: asClient },
      auth0: { status: 200, headers: json, body: tokens },
    },
    {
      name: 'client_credentials for an API that is none',
      request: { ...request, form: { ...asClient, audience: 'urn:none' } },
      auth0: oauthRefusal(403, 'access_denied', /^Service not enabled within domain: urn:none$/),
    },
    {
      name: 'a grant type that the client does not list',
      request: { ...request, form: { ...asUser, grant_type: 'client_credentials', audience: shopApi } },
      auth0: oauthRefusal(
        403,
        'unauthorized_client',
        /^Grant type 'client_credentials' not allowed for the client\.$/,
      ),
    },
    {
      name: 'a grant type that is none',
      request: { ...request, form: { ...asClient, grant_type: 'none' } },
      auth0: oauthRefusal(403, 'unsupported_grant_type', /^Unsupported grant type: none$/),
      segue: { status: 400 },
    },
    {
      name: 'refresh_token',
      request: { ...request, form: { ...asUser, refresh_token: refresh } },
      auth0: {
        status: 200,
        headers: json,
        body: { ...tokens, 'id_token?': 'text', 'refresh_token?': 'text' },
      },
    },
    {
      name: 'a refresh token that is none',
      request: { ...request, form: { ...asUser, refresh_token: 'none' } },
      auth0: oauthRefusal(403, 'invalid_grant', /^Unknown or invalid refresh token\.$/),
    },
    {
      name: 'authorization_code',
      request: { ...request, form: { ...asUser, grant_type: 'authorization_code', code: 'none' } },
      auth0: oauthRefusal(403, 'invalid_grant', /^Invalid authorization code$/),
      segue: { status: 400, body: { error: /^unsupported_grant_type$/, error_description: 'text' } },
    },
  ];
}

function revocationRows({ connection, tokens: { refresh } }: FurnishedTenant): readonly WireRow[] {
  const request = { route: 'POST /oauth/revoke' };
  return [
    {
      name: 'a refresh token, in JSON',
      request: { ...request, json: { ...connection.application, token: refresh } },
      auth0: { status: 200 },
    },
    {
      name: 'a token that is none',
      request: { ...request, form: { ...connection.application, token: 'none' } },
      auth0: { status: 200 },
    },
  ];
}

function userInfoRows({ tokens: { access } }: FurnishedTenant): readonly WireRow[] {
  const request = { route: 'GET /userinfo' };
  const refused: Told = {
    status: 401,
    headers: { 'www-authenticate': /^Bearer/ },
    body: { error: /^invalid_token$/, error_description: 'text' },
  };
  return [
    {
      name: 'the claims of the scopes',
      request: { ...request, token: access },
      auth0: { status: 200, headers: json, body: { sub: /^auth0\|/, '*': 'anything' } },
    },
    { name: 'a token that is none', request: { ...request, token: 'none' }, auth0: refused },
  ];
}

function documentRows(): readonly WireRow[] {
  const documents = { ...json, 'cache-control': /max-age=15/ };
  const auth0 = {
    issuer: /\/$/,
    token_endpoint: /\/oauth\/token$/,
    revocation_endpoint: /\/oauth\/revoke$/,
    userinfo_endpoint: /\/userinfo$/,
    jwks_uri: /\/\.well-known\/jwks\.json$/,
    '*': 'anything',
  } as const;
  return [
    {
      name: 'discovery',
      request: { route: 'GET /.well-known/openid-configuration' },
      auth0: {
        status: 200,
        headers: documents,
        body: { ...auth0, authorization_endpoint: 'text', end_session_endpoint: 'text' },
      },
      segue: { body: auth0 },
    },
    {
      name: 'the keys',
      request: { route: 'GET /.well-known/jwks.json' },
      auth0: {
        status: 200,
        headers: documents,
        body: {
          keys: [
            {
              kty: /^RSA$/,
              use: /^sig$/,
              n: 'text',
              e: 'text',
              kid: 'text',
              alg: /^RS256$/,
              x5c: ['text'],
              x5t: 'text',
            },
          ],
        },
      },
    },
  ];
}
