import { Type } from 'typebox';
import { refuse } from '../../http/index.ts';
import { endpoint } from '../endpoint.ts';
import { logSchema } from '../log-form.ts';
import { readLogSearch } from '../log-search.ts';
import { logsParameters, readLogs } from '../read-logs.ts';
import { listOf, text } from '../schemas.ts';

const search = Type.Optional(
  text(1024, 'Exact terms, types and dates, joined by AND: type:(f OR fp) AND date:[2026-01-01 TO *]'),
);

/** `GET /api/v2/logs`; the search is `q` with clients of version 4, `search` with those of version 7. */
export const listLogsEndpoint = endpoint({
  method: 'GET',
  url: '/logs',
  scope: ['read:logs', 'read:logs_users'],
  summary: 'List log events',
  schema: {
    querystring: Type.Object({ ...logsParameters, q: search, search }),
    response: { 200: listOf('logs', logSchema) },
  },
  handler:
    (needs) =>
    async ({ query }) => {
      const found = readLogSearch(query.q ?? query.search);
      if (found.kind === 'unsupported') return refuse(400, 'invalid_query_string', found.reason);
      return readLogs(needs, found.filter, query, 'logs');
    },
});
