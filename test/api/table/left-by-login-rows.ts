import type { FurnishedTenant } from './furnished-tenant.ts';
import type { RequestRow } from './request-row.ts';

/** Refresh tokens and sessions. */
export function leftByLoginRows(tenant: FurnishedTenant): readonly RequestRow[] {
  return [...refreshTokenRows(tenant), ...sessionRows(tenant)];
}

function refreshTokenRows({ operator: token, guest }: FurnishedTenant): readonly RequestRow[] {
  const list = { route: 'GET /api/v2/users/{id}/refresh-tokens', id: guest.id, token };
  const one = '/api/v2/refresh-tokens/{id}';
  const deleteAll = { route: 'DELETE /api/v2/users/{id}/refresh-tokens', token };
  const noSecret = ['idHash', 'id_hash', 'payload', 'jti'];
  return [
    ...bulkRows(token, guest),
    {
      name: 'a user’s',
      ...list,
      status: 200,
      contains: ['"tokens":[{', guest.refreshToken],
      lacks: noSecret,
    },
    { name: 'a first page', ...list, query: 'take=1', status: 200, contains: ['"next":'] },
    {
      name: 'the rest',
      ...list,
      query: `take=50&from=${guest.refreshToken}`,
      status: 200,
      contains: [guest.doomedRefreshToken],
      lacks: ['"next":', guest.refreshToken],
    },
    { name: 'after the last', ...list, query: 'from=z', status: 200, contains: ['"tokens":[]'] },
    { name: 'too many', ...list, query: 'take=101', status: 400, contains: ['take'] },
    { name: 'none a page', ...list, query: 'take=0', status: 400, contains: ['take'] },
    { name: 'nobody’s', ...list, id: 'auth0|none', status: 404, contains: ['inexistent_user'] },
    {
      name: 'one',
      route: `GET ${one}`,
      id: guest.refreshToken,
      token,
      status: 200,
      contains: [guest.id, '"rotating":'],
      lacks: noSecret,
    },
    { name: 'none', route: `GET ${one}`, token, status: 404, contains: ['inexistent_refresh_token'] },
    {
      name: 'ended',
      route: `DELETE ${one}`,
      id: guest.doomedRefreshToken,
      token,
      status: 202,
      events: ['srrt', 'sapi'],
    },
    {
      name: 'ended again',
      route: `DELETE ${one}`,
      id: guest.doomedRefreshToken,
      token,
      status: 202,
      events: ['sapi'],
    },
    { name: 'an id that is too long', route: `DELETE ${one}`, id: 'x'.repeat(65), token, status: 400 },
    { name: 'nobody’s ended', ...deleteAll, id: 'auth0|none', status: 404, events: ['fapi'] },
    { name: 'all of a user’s ended', ...deleteAll, id: guest.id, status: 202, events: ['srrt', 'sapi'] },
    { name: 'all of none ended', ...deleteAll, id: guest.id, status: 202, events: ['sapi'] },
  ];
}

function bulkRows(token: string, guest: FurnishedTenant['guest']): readonly RequestRow[] {
  const list = { route: 'GET /api/v2/refresh-tokens', token };
  const revoke = { route: 'POST /api/v2/refresh-tokens/revoke', token };
  const ofGuest = `user_id=${encodeURIComponent(guest.id)}`;
  return [
    { name: 'of a user', ...list, query: ofGuest, status: 200, contains: [guest.refreshToken] },
    { name: 'some fields', ...list, query: `${ofGuest}&fields=id`, status: 200, lacks: ['client_id'] },
    {
      name: 'of no client',
      ...list,
      query: `${ofGuest}&client_id=none`,
      status: 200,
      contains: ['"tokens":[]'],
    },
    { name: 'of nobody', ...list, query: 'user_id=none', status: 404, contains: ['inexistent_user'] },
    { name: 'of nobody who is named', ...list, status: 400, contains: ['user_id'] },
    {
      name: 'named ones, which are not there',
      ...revoke,
      json: { ids: ['none'] },
      status: 202,
      events: ['sapi'],
    },
    {
      name: 'a user’s of no client',
      ...revoke,
      json: { user_id: guest.id, client_id: 'none' },
      status: 202,
      events: ['sapi'],
    },
    { name: 'nobody’s in particular', ...revoke, json: {}, status: 400, events: ['fapi'] },
    {
      name: 'a client’s',
      ...revoke,
      json: { ids: [], client_id: 'x' },
      status: 400,
      contains: ['with user_id'],
      events: ['fapi'],
    },
    {
      name: 'more than a hundred',
      ...revoke,
      json: { ids: Array(101).fill('x') },
      status: 400,
      contains: ['ids'],
    },
  ];
}

function sessionRows({ operator: token, guest }: FurnishedTenant): readonly RequestRow[] {
  const list = { route: 'GET /api/v2/users/{id}/sessions', id: guest.id, token };
  const one = '/api/v2/sessions/{id}';
  const revoke = { route: `POST ${one}/revoke`, id: guest.revokedSession, token };
  const deleteAll = { route: 'DELETE /api/v2/users/{id}/sessions', token };
  return [
    { name: 'a user’s', ...list, status: 200, contains: ['"sessions":[{', guest.session], lacks: ['sid'] },
    { name: 'by checkpoint', ...list, query: 'take=1', status: 200, contains: ['"next":'] },
    { name: 'nobody’s', ...list, id: 'auth0|none', status: 404, contains: ['inexistent_user'] },
    { name: 'one', route: `GET ${one}`, id: guest.session, token, status: 200, contains: ['"pwd"'] },
    { name: 'none', route: `GET ${one}`, token, status: 404, contains: ['inexistent_session'] },
    {
      name: 'ended',
      route: `DELETE ${one}`,
      id: guest.doomedSession,
      token,
      status: 202,
      events: ['sapi', 'sapi'],
    },
    {
      name: 'ended again',
      route: `DELETE ${one}`,
      id: guest.doomedSession,
      token,
      status: 202,
      events: ['sapi'],
    },
    { name: 'revoked', ...revoke, status: 202, events: ['sapi', 'sapi'] },
    { name: 'revoked again', ...revoke, status: 404, contains: ['inexistent_session'], events: ['fapi'] },
    { name: 'nobody’s ended', ...deleteAll, id: 'auth0|none', status: 404, events: ['fapi'] },
    { name: 'all of a user’s ended', ...deleteAll, id: guest.id, status: 202, events: ['sapi', 'sapi'] },
  ];
}
