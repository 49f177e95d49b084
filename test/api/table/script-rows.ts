import type { FurnishedTenant } from './furnished-tenant.ts';
import type { RequestRow } from './request-row.ts';

/** What is done with a connection's action scripts, beside keeping them. */
export function scriptRows({
  operator: token,
  connection,
  legacyUser,
}: FurnishedTenant): readonly RequestRow[] {
  const scripts = '/api/v2/segue/connections/{id}/scripts';
  const check = { route: `POST ${scripts}/check`, token, id: connection.id };
  const trial = { route: `POST ${scripts}/try`, token, id: connection.id };
  const asked = { script: 'get_user', identifier: legacyUser.email };
  return [
    {
      name: 'one that can be read and one that cannot',
      ...check,
      json: { customScripts: { login: 'async () => null', get_user: 'function (' } },
      status: 200,
      contains: ['"faults":[{"script":"get_user"', '"line":2'],
      events: ['sapi'],
    },
    {
      name: 'of no connection',
      ...check,
      id: 'none',
      json: { customScripts: {} },
      status: 404,
      contains: ['inexistent_connection'],
      events: ['fapi'],
    },
    {
      name: 'stored: found',
      ...trial,
      json: asked,
      status: 200,
      contains: ['"outcome":"profile"', `"email":"${legacyUser.email}"`, '"consequence":'],
      events: ['sapi', 'sapi'],
    },
    {
      name: 'stored: the right password, which is not said',
      ...trial,
      json: { script: 'login', identifier: legacyUser.email, password: legacyUser.password },
      status: 200,
      contains: ['"outcome":"profile"'],
      events: ['sapi', 'sapi'],
    },
    {
      name: 'a draft',
      ...trial,
      json: { ...asked, draft: { customScripts: { get_user: 'async () => { console.log(1); }' } } },
      status: 200,
      contains: ['"outcome":"absent"', '"console":[{"script":"get_user","level":"info","text":"1"}]'],
      events: ['sapi', 'sapi'],
    },
    {
      name: 'of no connection',
      ...trial,
      id: 'none',
      json: asked,
      status: 404,
      contains: ['inexistent_connection'],
      events: ['fapi'],
    },
    {
      name: 'a password where none belongs',
      ...trial,
      json: { ...asked, password: legacyUser.password },
      status: 400,
      contains: ['A password goes with the login script'],
      events: ['fapi'],
    },
  ];
}
