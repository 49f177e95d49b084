import type { FurnishedTenant } from './furnished-tenant.ts';
import type { RequestRow } from './request-row.ts';

/** Sign-up, forgotten passwords, tickets, verification, and the way back to the legacy system. */
export function doorRows(tenant: FurnishedTenant): readonly RequestRow[] {
  return [...publicRows(tenant), ...ticketRows(tenant), ...wayBackRows(tenant)];
}

const noPassword = ['hash'];

function publicRows({ connection, user, legacyUser, newPassword }: FurnishedTenant): readonly RequestRow[] {
  const signUp = 'POST /dbconnections/signup';
  const change = 'POST /dbconnections/change_password';
  const at = { client_id: connection.application.client_id, connection: connection.name };
  const draft = { ...at, email: 'signed-up@example.com', password: newPassword };
  const sent = "We've just sent you an email to reset your password.";
  return [
    {
      name: 'a sign-up',
      route: signUp,
      json: draft,
      status: 200,
      contains: ['"_id"'],
      lacks: noPassword,
      events: ['ss'],
    },
    {
      name: 'the same again, as a form',
      route: signUp,
      form: draft,
      status: 400,
      contains: ['invalid_signup'],
      events: ['fs'],
    },
    {
      name: 'a legacy user',
      route: signUp,
      json: { ...draft, email: legacyUser.email },
      status: 400,
      contains: ['invalid_signup'],
      events: ['fs'],
    },
    {
      name: 'a common password',
      route: signUp,
      json: { ...draft, email: 'x@example.com', password: 'password' },
      status: 400,
      contains: ['PasswordDictionaryError', 'invalid_password'],
      events: ['fs'],
    },
    {
      name: 'no address',
      route: signUp,
      json: { ...at, password: newPassword },
      status: 400,
      contains: ['invalid_signup'],
      events: ['fs'],
    },
    {
      name: 'no connection of that name',
      route: signUp,
      json: { ...draft, connection: 'none' },
      status: 404,
      contains: ['not_found'],
    },
    { name: 'no client', route: signUp, json: {}, status: 400, contains: ['client_id'] },
    {
      name: 'a forgotten password',
      route: change,
      json: { ...at, email: user.email },
      status: 200,
      contains: [sent],
    },
    {
      name: 'of nobody',
      route: change,
      form: { ...at, email: 'nobody@example.com' },
      status: 200,
      contains: [sent],
    },
    {
      name: 'on no connection',
      route: change,
      json: { ...at, connection: 'none', email: user.email },
      status: 200,
      contains: [sent],
    },
    {
      name: 'by no client',
      route: change,
      json: { connection: connection.name, email: user.email },
      status: 200,
      contains: [sent],
    },
    { name: 'without an address', route: change, json: at, status: 400, contains: ['email'] },
  ];
}

function ticketRows({ operator: token, user, connection, job }: FurnishedTenant): readonly RequestRow[] {
  const password = { route: 'POST /api/v2/tickets/password-change', token };
  const verification = { route: 'POST /api/v2/tickets/email-verification', token };
  const verify = { route: 'POST /api/v2/jobs/verification-email', token };
  const link = 'http://segue.test/u/';
  return [
    {
      name: 'for a user',
      ...password,
      json: { user_id: user.id, ttl_sec: 60 },
      status: 201,
      contains: [`${link}reset-password?ticket=`],
      events: ['sapi', 'sapi'],
    },
    {
      name: 'for an address',
      ...password,
      json: { connection_id: connection.id, email: user.email },
      status: 201,
      contains: [link],
      events: ['sapi', 'sapi'],
    },
    {
      name: 'for nobody',
      ...password,
      json: { connection_id: connection.id, email: 'nobody@example.com' },
      status: 404,
      contains: ['inexistent_user'],
      events: ['fapi'],
    },
    {
      name: 'for two at once',
      ...password,
      json: { user_id: user.id, email: user.email },
      status: 400,
      contains: ['either user_id'],
      events: ['fapi'],
    },
    {
      name: 'to a script',
      ...password,
      json: { user_id: user.id, result_url: 'javascript:alert(1)' },
      status: 400,
      contains: ['result_url'],
    },
    {
      name: 'for a user',
      ...verification,
      json: { user_id: user.id },
      status: 201,
      contains: [`${link}email-verification?ticket=`],
      events: ['sapi', 'sapi'],
    },
    {
      name: 'with all that the SDK may send',
      ...verification,
      json: {
        user_id: user.id,
        identity: { user_id: user.id.replace('auth0|', ''), provider: 'auth0' },
        result_url: 'https://shop.example.com/',
        includeEmailInRedirect: true,
      },
      status: 201,
      contains: [link],
      events: ['sapi', 'sapi'],
    },
    {
      name: 'for an organization',
      ...verification,
      json: { user_id: user.id, organization_id: 'org_1' },
      status: 400,
      contains: ['no organizations'],
      events: ['fapi'],
    },
    {
      name: 'for nobody',
      ...verification,
      json: { user_id: 'auth0|none' },
      status: 404,
      contains: ['inexistent_user'],
      events: ['fapi'],
    },
    {
      name: 'a mail',
      ...verify,
      json: { user_id: user.id },
      status: 201,
      contains: ['verification_email'],
      events: ['sapi'],
    },
    {
      name: 'a mail to nobody',
      ...verify,
      json: { user_id: 'auth0|none' },
      status: 404,
      contains: ['inexistent_user'],
      events: ['fapi'],
    },
    {
      name: 'how far it is',
      route: 'GET /api/v2/jobs/{id}',
      token,
      id: job,
      status: 200,
      contains: ['"status":'],
    },
    {
      name: 'no such job',
      route: 'GET /api/v2/jobs/{id}',
      token,
      id: 'none',
      status: 404,
      contains: ['inexistent_job'],
    },
  ];
}

function wayBackRows({ operator: token, user, connection }: FurnishedTenant): readonly RequestRow[] {
  const unmigrate = { route: 'POST /api/v2/segue/users/{id}/unmigrate', token };
  const remove = { route: 'DELETE /api/v2/connections/{id}/users', token, id: connection.id };
  return [
    {
      name: 'who was migrated',
      ...unmigrate,
      id: 'auth0|1',
      status: 200,
      contains: ['"needs_new_password":false'],
      events: ['sapi', 'sapi'],
    },
    {
      name: 'who is gone',
      ...unmigrate,
      id: 'auth0|1',
      status: 404,
      contains: ['inexistent_user'],
      events: ['fapi'],
    },
    {
      name: 'who was created here',
      ...unmigrate,
      id: user.id,
      status: 409,
      contains: ['not_migrated'],
      events: ['fapi'],
    },
    {
      name: 'by address',
      ...remove,
      query: 'email=SIGNED-UP@example.com',
      status: 204,
      events: ['sdu', 'sapi'],
    },
    {
      name: 'nobody by address',
      ...remove,
      query: 'email=signed-up@example.com',
      status: 204,
      events: ['sapi'],
    },
    {
      name: 'with JSON announced and none sent',
      ...remove,
      headers: { 'content-type': 'application/json' },
      query: 'email=signed-up@example.com',
      status: 204,
      events: ['sapi'],
    },
    { name: 'without an address', ...remove, status: 400, contains: ['email'] },
    {
      name: 'of no connection',
      ...remove,
      id: 'con_none',
      query: 'email=a@example.com',
      status: 404,
      contains: ['inexistent_connection'],
      events: ['fapi'],
    },
  ];
}
