import type { FastifyInstance } from 'fastify';
import {
  type AccessTokenVerifier,
  authenticateBearer,
  insufficientScope,
  sendProblem,
} from '../http/index.ts';

/**
 * Answers what Segue does not have: a GET as if the token lacked the scope, for that is what the deploy tool skips with
 * a warning (a 404 would end its import); anything else 404.
 */
export function answerUnknownRoutes(server: FastifyInstance, tokens: AccessTokenVerifier): void {
  server.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const scope = scopeFor(request.url);
    const found = await authenticateBearer(tokens, request.headers.authorization, [scope]);
    return sendProblem(request, reply, found.ok ? insufficientScope([scope]) : found.problem);
  });
}

/** `read:` and the kind of thing that a path is about. */
function scopeFor(url: string): string {
  const kind = /^\/api\/v2\/([a-z-]{1,40})/.exec(url)?.[1] ?? 'unknown';
  return `read:${kind.replaceAll('-', '_')}`;
}
