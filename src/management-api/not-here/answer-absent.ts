import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  type AccessTokenVerifier,
  authenticateBearer,
  insufficientScope,
  limitRate,
  type Problem,
  type RateLimit,
  sendProblem,
  whoAsks,
} from '../../http/index.ts';
import { type Absence, absenceAt } from './absences.ts';

/**
 * Answers every path of the API that no endpoint is there for, by the table `absences`: 404, and 403 where the deploy tool
 * needs that word. Whether a token would do is looked at in the latter case only: a 404 tells nothing.
 */
export function answerAbsent(
  server: FastifyInstance,
  tokens: AccessTokenVerifier,
  rateLimit: RateLimit | undefined,
): void {
  server.setNotFoundHandler(async (request, reply) => {
    const absence = absenceAt(pathOf(request));
    const scope = absence?.readAs403;
    if (scope === undefined || !isRead(request)) return sendProblem(request, reply, isNotThere(absence));
    const found = await authenticateBearer(tokens, request.headers.authorization, [scope]);
    if (limitRate(request, reply, rateLimit, whoAsks(request, found))) return reply;
    return sendProblem(request, reply, found.ok ? insufficientScope([scope]) : found.problem);
  });
}

/** There is no global client, which holds the custom login page at Auth0; the deploy tool gives up on an empty list. */
export const noGlobalClient: Problem = insufficientScope(['read:clients']);

function isNotThere(absence: Absence | undefined): Problem {
  const message = absence?.message ?? (absence === undefined ? 'Not Found' : `Segue has no ${absence.what}.`);
  return { status: 404, code: null, message };
}

function isRead({ method }: Pick<FastifyRequest, 'method'>): boolean {
  return method === 'GET' || method === 'HEAD';
}

function pathOf({ url }: Pick<FastifyRequest, 'url'>): string {
  return url.split('?', 1)[0]?.replace('/api/v2/', '') ?? '';
}
