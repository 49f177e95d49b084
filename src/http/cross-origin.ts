import type { FastifyInstance, RouteOptions } from 'fastify';

export interface CrossOriginNeeds {
  isAllowedOrigin(origin: string): Promise<boolean>;
}

const exposedHeaders = 'retry-after, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset';
// What Auth0's browser SDKs send.
const allowedHeaders = 'authorization, auth0-client, content-type, x-request-language';
const preflightSeconds = 600;

/**
 * Lets the pages of allowed origins read what the routes that applications call answer (CORS). Never with cookies: these
 * routes know none. Another origin is answered without a word of it, which a browser takes as a no.
 */
export function allowCrossOrigin(server: FastifyInstance, { isAllowedOrigin }: CrossOriginNeeds): void {
  const preflights = new Set<string>();
  server.addHook('onRoute', (route) => {
    if (route.config?.calledByApplications !== true || preflights.has(route.url)) return;
    preflights.add(route.url);
    server.route(preflightOf(route));
  });
  server.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (origin === undefined || request.routeOptions.config.calledByApplications !== true) return;
    reply.header('vary', 'origin');
    if (!(await isAllowedOrigin(origin))) return;
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-expose-headers', exposedHeaders);
  });
}

function preflightOf({ url, method, config = {} }: RouteOptions): RouteOptions {
  return {
    method: 'OPTIONS',
    url,
    config,
    schema: { hide: true },
    handler: async (_request, reply) => {
      if (reply.getHeader('access-control-allow-origin') !== undefined) {
        reply.header('access-control-allow-methods', [method].flat().join(', '));
        reply.header('access-control-allow-headers', allowedHeaders);
        reply.header('access-control-max-age', preflightSeconds);
      }
      return reply.code(204).send();
    },
  };
}
