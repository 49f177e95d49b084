import type { FastifyInstance } from 'fastify';

/**
 * One line a request, after its answer: the route's pattern instead of the path, and no query string, since both can
 * carry identifiers, codes and tickets (S11, S15).
 */
export function logRequests(server: FastifyInstance): void {
  server.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        ip: request.ip,
      },
      'request',
    );
  });
}
