import { Type } from 'typebox';
import { ok } from '../../http/index.ts';
import { endpoint } from '../endpoint.ts';
import { logForm, logSchema } from '../log-form.ts';
import { noSuchLog } from '../refusals.ts';
import { errorSchema, text } from '../schemas.ts';

/** `GET /api/v2/logs/{id}` */
export const getLogEndpoint = endpoint({
  method: 'GET',
  url: '/logs/:id',
  scope: ['read:logs', 'read:logs_users'],
  summary: 'Get a log event',
  schema: {
    params: Type.Object({ id: text(64, 'The log_id') }),
    response: { 200: logSchema, 404: errorSchema },
  },
  handler:
    ({ accounts }) =>
    async ({ params }) => {
      const event = await accounts.events.find(params.id);
      return event === undefined ? noSuchLog : ok(logForm(event));
    },
});
