import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  type AccessTokenVerifier,
  authenticateBearer,
  insufficientScope,
  type Problem,
  sendProblem,
} from '../../http/index.ts';
import { absenceAt } from './absences.ts';

/**
 * Answers every path of the API that no endpoint is there for, by the table `absences`: 404, and 403 where the deploy tool
 * needs that word. Whether a token would do is looked at in the latter case only: a 404 tells nothing.
 */
export function answerAbsent(server: FastifyInstance, tokens: AccessTokenVerifier): void {
  server.setNotFoundHandler(async (request, reply) =>
    sendProblem(request, reply, await problemFor(request, tokens)),
  );
}

/** There is no global client, which holds the custom login page at Auth0; the deploy tool gives up on an empty list. */
export const noGlobalClient: Problem = insufficientScope(['read:clients']);

async function problemFor(request: FastifyRequest, tokens: AccessTokenVerifier): Promise<Problem> {
  const absence = absenceAt(pathOf(request));
  const scope = absence?.readAs403;
  if (scope !== undefined && (request.method === 'GET' || request.method === 'HEAD')) {
    const found = await authenticateBearer(tokens, request.headers.authorization, [scope]);
    return found.ok ? insufficientScope([scope]) : found.problem;
  }
  const message = absence?.message ?? (absence === undefined ? 'Not Found' : `Segue has no ${absence.what}.`);
  return { status: 404, code: null, message };
}

function pathOf({ url }: Pick<FastifyRequest, 'url'>): string {
  return url.split('?', 1)[0]?.replace('/api/v2/', '') ?? '';
}
