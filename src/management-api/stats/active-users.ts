import { Type } from 'typebox';
import { ok } from '../../http/index.ts';
import { endpoint } from '../endpoint.ts';

const thirtyDaysMs = 30 * 86_400_000;

/** `GET /api/v2/stats/active-users`: a bare number. */
export const activeUsersEndpoint = endpoint({
  method: 'GET',
  url: '/stats/active-users',
  scope: 'read:stats',
  summary: 'How many users have logged in during the last 30 days',
  schema: { response: { 200: Type.Integer() } },
  handler:
    ({ accounts, clock }) =>
    async () =>
      ok(await accounts.statistics.activeUsers(clock.now() - thirtyDaysMs)),
});
