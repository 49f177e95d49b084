import type { FastifyInstance } from 'fastify';
import { allowCrossOrigin } from './cross-origin.ts';
import { limitRate, type RateLimit, whereFrom } from './rate-limit.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Applications call the route, from their pages too. */
    readonly calledByApplications?: true;
  }
}

/** `config` of a route that applications call, from their pages too: it has a rate limit, and answers other origins. */
export const calledByApplications = { calledByApplications: true } as const;

export interface ApplicationRoutesNeeds {
  /** Whether pages of this origin may read what such a route answers. */
  isAllowedOrigin(origin: string): Promise<boolean>;
  /** For each network that requests come from; none where there is no limit. */
  readonly rateLimit: RateLimit | undefined;
}

/** Sees to the routes that say `calledByApplications`. To be called before they are registered. */
export function serveApplications(server: FastifyInstance, needs: ApplicationRoutesNeeds): void {
  allowCrossOrigin(server, needs); // first, so that a page can read a 429
  server.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.calledByApplications !== true) return;
    if (limitRate(request, reply, needs.rateLimit, whereFrom(request))) return reply;
  });
}
