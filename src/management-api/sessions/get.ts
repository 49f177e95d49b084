import { Type } from 'typebox';
import { ok } from '../../http/index.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchSession } from '../refusals.ts';
import { errorSchema, text } from '../schemas.ts';
import { sessionForm, sessionSchema } from '../session-form.ts';

/** `GET /api/v2/sessions/{id}` */
export const getSessionEndpoint = endpoint({
  method: 'GET',
  url: '/sessions/:id',
  scope: 'read:sessions',
  summary: 'Get a session',
  schema: {
    params: Type.Object({ id: text(64, 'The session id') }),
    response: { 200: sessionSchema, 404: errorSchema },
  },
  handler:
    ({ sessions }) =>
    async ({ params }) => {
      const found = await sessions.find(params.id);
      return found === undefined ? noSuchSession : ok(sessionForm(found));
    },
});
