import { Type } from 'typebox';
import { requestVerification } from '../../accounts/index.ts';
import { created, refuse } from '../../http/index.ts';
import { endpoint } from '../endpoint.ts';
import { refuseWhom, whomProperties } from '../identity.ts';
import { noSuchUser } from '../refusals.ts';
import { errorSchema, text } from '../schemas.ts';
import { jobForm, jobSchema } from './job-form.ts';

const body = Type.Object(
  { user_id: text(300), client_id: Type.Optional(text(128)), ...whomProperties },
  { additionalProperties: false },
);

/** `POST /api/v2/jobs/verification-email` */
export const sendVerificationEndpoint = endpoint({
  method: 'POST',
  url: '/jobs/verification-email',
  scope: 'update:users',
  summary: 'Ask a user by mail to verify its address',
  schema: { body, response: { 201: jobSchema, 404: errorSchema } },
  handler: (needs) => async (request) => {
    const { user_id: userId, client_id: clientId = null } = request.body;
    const refusal = await refuseWhom(needs, userId, request.body);
    if (refusal !== undefined) return refusal;
    const outcome = await requestVerification({ ...needs, store: needs.accounts }, userId, clientId);
    if (outcome.outcome === 'no-such-user') return noSuchUser;
    if (outcome.outcome === 'requested') return created(jobForm(outcome.job));
    return refuse(400, 'invalid_body', 'The user has no email address, or has verified it already.');
  },
});
