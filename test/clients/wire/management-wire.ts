import type { FurnishedTenant } from '../../api/table/furnished-tenant.ts';
import {
  checkpoint,
  clientShape,
  connectionShape,
  grantShape,
  jobShape,
  logShape,
  resourceServerShape,
  signingKeyShape,
  totals,
  userShape,
} from './documented-shapes.ts';
import type { Shape } from './shape.ts';
import { gone, ok, refusal, type WireRow } from './wire-row.ts';

/** The Management API: who may ask, lists, and what is about users. */
export function managementWire(tenant: FurnishedTenant): readonly WireRow[] {
  return [
    ...doorRows(tenant),
    ...listRows(tenant),
    ...userRows(tenant),
    ...ticketRows(tenant),
    ...restRows(tenant),
  ];
}

const secret = ['client_secret'];

function doorRows({ operator, powerless }: FurnishedTenant): readonly WireRow[] {
  const request = { route: 'GET /api/v2/users' };
  return [
    {
      name: 'no token',
      request,
      auth0: refusal(401, 'Unauthorized', /^Missing authentication$/),
    },
    {
      name: 'a token that is none',
      request: { ...request, token: 'none' },
      auth0: refusal(401, 'Unauthorized', /^Invalid token$/),
    },
    {
      name: 'without the scope',
      request: { ...request, token: powerless },
      auth0: refusal(
        403,
        'Forbidden',
        /^Insufficient scope, expected any of: read:users$/,
        'insufficient_scope',
      ),
    },
    {
      name: 'too many a page',
      request: { ...request, query: 'per_page=101', token: operator },
      auth0: refusal(400, 'Bad Request', /per_page/, 'invalid_query_string'),
    },
    {
      name: 'a kind of thing that is not there',
      request: { route: 'GET /api/v2/custom-domains', token: operator },
      auth0: ok('list'),
      segue: refusal(
        403,
        'Forbidden',
        /^Insufficient scope, expected any of: read:custom_domains$/,
        'insufficient_scope',
      ),
    },
  ];
}

/** Each list as an array, with totals, and by checkpoint where Auth0 has it. */
function listRows({ operator: token, user }: FurnishedTenant): readonly WireRow[] {
  const lists: readonly (readonly [path: string, name: string, item: Shape, byCheckpoint: boolean])[] = [
    ['users', 'users', userShape, false],
    [`users/{id}/logs`, 'logs', logShape, false],
    ['connections', 'connections', connectionShape, true],
    ['clients', 'clients', clientShape, true],
    ['client-grants', 'client_grants', grantShape, true],
    ['resource-servers', 'resource_servers', resourceServerShape, true],
    ['logs', 'logs', logShape, false],
  ];
  return lists.flatMap(([path, name, item, byCheckpoint]) => {
    const request = { route: `GET /api/v2/${path}`, id: user.id, token, mayShow: secret };
    const rows: readonly WireRow[] = [
      { name: 'a list', request, auth0: ok([item]) },
      {
        name: 'with totals',
        request: { ...request, query: 'include_totals=true&per_page=1' },
        auth0: ok(totals(name, item)),
      },
      {
        name: 'a page past the end',
        request: { ...request, query: 'include_totals=true&page=900' },
        auth0: ok(totals(name, item)),
      },
    ];
    if (!byCheckpoint) return rows;
    const query = 'take=1&include_totals=true';
    return [
      ...rows,
      { name: 'by checkpoint', request: { ...request, query }, auth0: ok(checkpoint(name, item)) },
    ];
  });
}

function userRows({
  operator: token,
  user,
  doomedUser,
  connection,
  newPassword,
}: FurnishedTenant): readonly WireRow[] {
  const create = { route: 'POST /api/v2/users', token };
  const one = { route: 'GET /api/v2/users/{id}', token, id: user.id };
  const patch = { route: 'PATCH /api/v2/users/{id}', token, id: user.id };
  const draft = { connection: connection.name, email: 'made@example.com', password: newPassword };
  const nobody = refusal(404, 'Not Found', /^The user does not exist\.$/, 'inexistent_user');
  return [
    { name: 'one', request: one, auth0: ok(userShape) },
    {
      name: 'some fields',
      request: { ...one, query: 'fields=user_id,email' },
      auth0: ok({ user_id: 'text', email: 'text' }),
    },
    { name: 'nobody', request: { ...one, id: 'auth0|none' }, auth0: nobody },
    { name: 'a new one', request: { ...create, json: draft }, auth0: ok(userShape, 201) },
    {
      name: 'an address that is taken',
      request: { ...create, json: { ...draft, email: user.email } },
      auth0: refusal(409, 'Conflict', /^The user already exists\.$/, 'auth0_idp_error'),
    },
    {
      name: 'no such connection',
      request: { ...create, json: { ...draft, connection: 'none' } },
      auth0: refusal(400, 'Bad Request', /^The connection does not exist\.$/, 'inexistent_connection'),
    },
    {
      name: 'a property that is none',
      request: { ...create, json: { ...draft, none: 1 } },
      auth0: refusal(400, 'Bad Request', /none/, 'invalid_body'),
    },
    {
      name: 'metadata',
      request: { ...patch, json: { user_metadata: { a: 1 } } },
      auth0: ok(userShape),
    },
    {
      name: 'the address of somebody else',
      request: { ...patch, json: { email: 'made@example.com', connection: connection.name } },
      auth0: refusal(400, 'Bad Request', /^The specified new email already exists$/, 'auth0_idp_error'),
    },
    {
      name: 'address and password at once',
      request: { ...patch, json: { email: 'x@example.com', password: newPassword } },
      auth0: refusal(400, 'Bad Request', /simultaneously/, 'invalid_body'),
    },
    {
      name: 'a common password',
      request: { ...patch, json: { password: 'password', connection: connection.name } },
      auth0: refusal(400, 'Bad Request', /^PasswordDictionaryError: Password is too common$/),
    },
    { name: 'nobody', request: { ...patch, id: 'auth0|none', json: { blocked: true } }, auth0: nobody },
    {
      name: 'one',
      request: { route: 'DELETE /api/v2/users/{id}', token, id: doomedUser },
      auth0: gone,
    },
    { name: 'nobody', request: { route: 'DELETE /api/v2/users/{id}', token, id: 'auth0|none' }, auth0: gone },
    {
      name: 'an address',
      request: { route: 'GET /api/v2/users-by-email', token, query: `email=${user.email}` },
      auth0: ok([userShape]),
    },
  ];
}

function ticketRows({ operator: token, user, connection, job }: FurnishedTenant): readonly WireRow[] {
  const change = { route: 'POST /api/v2/tickets/password-change', token };
  const ticket = ok({ ticket: /^http.+ticket=/ }, 201);
  const byEmail = { connection_id: connection.id, email: user.email };
  const mail = { route: 'POST /api/v2/jobs/verification-email', token };
  const withOurId = { ...jobShape, id: /^[0-9a-f]{24}$/ };
  return [
    { name: 'by user', request: { ...change, json: { user_id: user.id } }, auth0: ticket },
    { name: 'by address', request: { ...change, json: byEmail }, auth0: ticket },
    {
      name: 'nobody',
      request: { ...change, json: { user_id: 'auth0|none' } },
      auth0: refusal(404, 'Not Found', /^The user does not exist\.$/, 'inexistent_user'),
    },
    {
      name: 'by user',
      request: { route: 'POST /api/v2/tickets/email-verification', token, json: { user_id: user.id } },
      auth0: ticket,
    },
    {
      name: 'by user',
      request: { ...mail, json: { user_id: user.id } },
      auth0: ok(jobShape, 201),
      segue: { body: withOurId },
    },
    {
      name: 'one',
      request: { route: 'GET /api/v2/jobs/{id}', token, id: job },
      auth0: ok(jobShape),
      segue: { body: withOurId },
    },
    {
      name: 'none',
      request: { route: 'GET /api/v2/jobs/{id}', token, id: 'job_none' },
      auth0: refusal(404, 'Not Found', /./, 'inexistent_job'),
    },
  ];
}

function restRows({ operator: token, log, nextSigningKey }: FurnishedTenant): readonly WireRow[] {
  return [
    { name: 'one', request: { route: 'GET /api/v2/logs/{id}', token, id: log }, auth0: ok(logShape) },
    {
      name: 'all',
      request: { route: 'GET /api/v2/keys/signing', token },
      auth0: ok([signingKeyShape]),
    },
    {
      name: 'one',
      request: { route: 'GET /api/v2/keys/signing/{id}', token, id: nextSigningKey },
      auth0: ok(signingKeyShape),
    },
    {
      name: 'the next key signs',
      request: { route: 'POST /api/v2/keys/signing/rotate', token },
      auth0: ok({ cert: 'text', kid: 'text' }, 201),
    },
    {
      name: 'all',
      request: { route: 'GET /api/v2/tenants/settings', token },
      auth0: ok({ flags: 'object', '*': 'anything' }),
    },
    {
      name: 'a name',
      request: { route: 'PATCH /api/v2/tenants/settings', token, json: { friendly_name: 'Shop' } },
      auth0: ok({ flags: 'object', friendly_name: /^Shop$/, '*': 'anything' }),
    },
    {
      name: 'all',
      request: { route: 'GET /api/v2/actions/actions', token },
      auth0: ok({ actions: 'list', 'total?': 'number', 'page?': 'number', 'per_page?': 'number' }),
    },
  ];
}
