import { Type } from 'typebox';
import { endpoint } from '../endpoint.ts';
import { logSchema } from '../log-form.ts';
import { logsParameters, readLogs } from '../read-logs.ts';
import { listOf } from '../schemas.ts';
import { userParams } from '../user-properties.ts';

/** `GET /api/v2/users/{id}/logs`: those of a deleted user too. */
export const listUserLogsEndpoint = endpoint({
  method: 'GET',
  url: '/users/:id/logs',
  scope: ['read:logs', 'read:logs_users'],
  summary: "List a user's log events",
  schema: {
    params: userParams,
    querystring: Type.Object(logsParameters),
    response: { 200: listOf('logs', logSchema) },
  },
  handler:
    (needs) =>
    async ({ params, query }) =>
      readLogs(needs, { userId: params.id }, query, `users/${encodeURIComponent(params.id)}/logs`),
});
