import { Type } from 'typebox';
import { ok } from '../../http/index.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchJob } from '../refusals.ts';
import { errorSchema, text } from '../schemas.ts';
import { jobForm, jobSchema } from './job-form.ts';

/** `GET /api/v2/jobs/{id}` */
export const getJobEndpoint = endpoint({
  method: 'GET',
  url: '/jobs/:id',
  scope: ['read:users', 'create:users'],
  summary: 'See how far a job is',
  schema: {
    params: Type.Object({ id: text(64, 'The job id') }),
    response: { 200: jobSchema, 404: errorSchema },
  },
  handler:
    ({ accounts }) =>
    async (request) => {
      const job = await accounts.jobs.find(request.params.id);
      return job === undefined ? noSuchJob : ok(jobForm(job));
    },
});
