import { passwordRealm } from '../../kit/legacy-connection.ts';
import type { FurnishedTenant } from './furnished-tenant.ts';
import type { RequestRow } from './request-row.ts';

/** Who is blocked, what slows attackers down, what is counted. */
export function operatorRows(tenant: FurnishedTenant): readonly RequestRow[] {
  return [
    ...blockRows(tenant),
    ...protectionRows(tenant),
    ...blockedAddressRows(tenant),
    ...statisticsRows(tenant),
    ...rotationRows(tenant),
  ];
}

function blockRows({ operator: token, guest }: FurnishedTenant): readonly RequestRow[] {
  const list = { route: 'GET /api/v2/user-blocks', token };
  const byId = '/api/v2/user-blocks/{id}';
  const ip = '/api/v2/anomaly/blocks/ips/{id}';
  const none = ['"blocked_for":[]'];
  const query = `identifier=${guest.email}`;
  return [
    { name: 'an identifier’s', ...list, query, status: 200, contains: none },
    {
      name: 'an identifier’s, where protection is on',
      ...list,
      query: `${query}&consider_brute_force_enablement=true`,
      status: 200,
      contains: none,
    },
    { name: 'no identifier', ...list, status: 400, contains: ['identifier'] },
    { name: 'an empty identifier', ...list, query: 'identifier=', status: 400, contains: ['identifier'] },
    {
      name: 'a switch that is none',
      ...list,
      query: `${query}&consider_brute_force_enablement=maybe`,
      status: 400,
    },
    { name: 'lifted', route: 'DELETE /api/v2/user-blocks', token, query, status: 204, events: ['sapi'] },
    { name: 'lifted of nobody', route: 'DELETE /api/v2/user-blocks', token, status: 400 },
    { name: 'a user’s', route: `GET ${byId}`, id: guest.id, token, status: 200, contains: none },
    { name: 'nobody’s', route: `GET ${byId}`, token, status: 404, contains: ['inexistent_user'] },
    { name: 'a user’s lifted', route: `DELETE ${byId}`, id: guest.id, token, status: 204, events: ['sapi'] },
    { name: 'nobody’s lifted', route: `DELETE ${byId}`, token, status: 404, events: ['fapi'] },
    { name: 'an address that is not blocked', route: `GET ${ip}`, id: '192.0.2.1', token, status: 404 },
    {
      name: 'no address',
      route: `GET ${ip}`,
      id: '192.0.2',
      token,
      status: 400,
      contains: ['not an IP address'],
    },
    { name: 'a range', route: `GET ${ip}`, id: '192.0.2.0/24', token, status: 400 },
    { name: 'lifted', route: `DELETE ${ip}`, id: '2001:db8::1', token, status: 204, events: ['sapi'] },
    { name: 'lifted of no address', route: `DELETE ${ip}`, token, status: 400, events: ['fapi'] },
  ];
}

function protectionRows({ operator: token, newSecret }: FurnishedTenant): readonly RequestRow[] {
  const at = (kind: string): string => `/api/v2/attack-protection/${kind}`;
  const [bruteForce, throttling] = [at('brute-force-protection'), at('suspicious-ip-throttling')];
  const breached = at('breached-password-detection');
  const change = { route: `PATCH ${bruteForce}`, token };
  return [
    { name: 'as it is', route: `GET ${bruteForce}`, token, status: 200, contains: ['"max_attempts":10'] },
    { name: 'changed', ...change, json: { max_attempts: 11 }, status: 200, events: ['sapi', 'sapi'] },
    { name: 'changed to what it is', ...change, json: { max_attempts: 11 }, status: 200, events: ['sapi'] },
    {
      name: 'a shield that there is not',
      ...change,
      json: { shields: ['user_notification'] },
      status: 400,
      contains: ['user_notification'],
      events: ['fapi'],
    },
    { name: 'no mode', ...change, json: { mode: newSecret }, status: 400, contains: ['mode'] },
    {
      name: 'no address',
      ...change,
      json: { allowlist: [newSecret.slice(0, 40)] },
      status: 400,
      contains: ['allowlist'],
      events: ['fapi'],
    },
    { name: 'as it is', route: `GET ${throttling}`, token, status: 200, contains: ['"pre-login":'] },
    {
      name: 'changed',
      route: `PATCH ${throttling}`,
      token,
      json: { stage: { 'pre-login': { max_attempts: 200, rate: 18_000 } } },
      status: 200,
      contains: ['200', '18000'],
      events: ['sapi', 'sapi'],
    },
    {
      name: 'a rate beyond all bounds',
      route: `PATCH ${throttling}`,
      token,
      json: { stage: { 'pre-login': { rate: 1e9 } } },
      status: 400,
      contains: ['rate'],
    },
    { name: 'off', route: `GET ${breached}`, token, status: 200, contains: ['"enabled":false'] },
    {
      name: 'left off',
      route: `PATCH ${breached}`,
      token,
      json: { enabled: false, method: 'standard' },
      status: 200,
      events: ['sapi'],
    },
    {
      name: 'switched on',
      route: `PATCH ${breached}`,
      token,
      json: { enabled: true },
      status: 400,
      contains: ['does not detect'],
      events: ['fapi'],
    },
  ];
}

/** Where one wrong password is enough. */
function blockedAddressRows({
  operator: token,
  connection: { application, name: realm },
  guest,
  newPassword,
}: FurnishedTenant): readonly RequestRow[] {
  const ip = '/api/v2/anomaly/blocks/ips/{id}';
  const here = '127.0.0.1';
  const throttling = (max_attempts: number): RequestRow => ({
    name: `${max_attempts} at once`,
    route: 'PATCH /api/v2/attack-protection/suspicious-ip-throttling',
    token,
    json: { stage: { 'pre-login': { max_attempts, rate: 18_000 } } },
    status: 200,
    events: ['sapi', 'sapi'],
  });
  const lifted = { route: `DELETE ${ip}`, id: here, token, status: 204, events: ['sapi', 'sapi'] };
  return [
    { name: 'failures before these', ...lifted },
    throttling(1),
    {
      name: 'a wrong password',
      route: 'POST /oauth/token',
      form: {
        ...application,
        grant_type: passwordRealm,
        realm,
        username: guest.email,
        password: newPassword,
      },
      status: 403,
      events: ['fp'],
    },
    { name: 'an address that is blocked', route: `GET ${ip}`, id: here, token, status: 200 },
    { name: 'its block lifted', ...lifted },
    { name: 'the same address', route: `GET ${ip}`, id: here, token, status: 404, contains: ['not blocked'] },
    throttling(100),
  ];
}

function statisticsRows({ operator: token }: FurnishedTenant): readonly RequestRow[] {
  const daily = { route: 'GET /api/v2/stats/daily', token };
  return [
    { name: 'users', route: 'GET /api/v2/stats/active-users', token, status: 200, contains: ['2'] },
    { name: 'days', ...daily, status: 200, contains: ['"logins":', '"signups":', '"leaked_passwords":0'] },
    { name: 'days gone by', ...daily, query: 'from=20200101&to=20200131', status: 200, contains: ['[]'] },
    { name: 'no day', ...daily, query: 'from=20200231', status: 400, contains: ['no such day'] },
    { name: 'no date', ...daily, query: 'to=today', status: 400, contains: ['to'] },
    { name: 'backwards', ...daily, query: 'from=20200131&to=20200101', status: 400 },
  ];
}

/** Comes last: the machine's old secret is worth nothing from then on. */
function rotationRows({ operator: token, machine }: FurnishedTenant): readonly RequestRow[] {
  const rotate = { route: 'POST /api/v2/clients/{id}/rotate-secret', token };
  return [
    {
      name: 'a new secret',
      ...rotate,
      id: machine.client_id,
      status: 200,
      contains: ['"client_secret"'],
      mayShow: ['client_secret'],
      events: ['sapi', 'sapi'],
    },
    { name: 'of no client', ...rotate, status: 404, contains: ['inexistent_client'], events: ['fapi'] },
    {
      name: 'the old one afterwards',
      route: 'POST /oauth/token',
      form: { grant_type: 'client_credentials', ...machine },
      status: 401,
      contains: ['access_denied'],
      events: ['feccft'],
    },
  ];
}
