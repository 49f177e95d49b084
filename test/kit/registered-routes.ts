import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, RouteOptions } from 'fastify';
import type { Segue } from './start-segue.ts';

/** Every route of the server that is started meanwhile, as it was registered; it is stopped again. */
export async function registeredRoutes(start: () => Promise<Segue>): Promise<readonly RouteOptions[]> {
  const routes: RouteOptions[] = [];
  // Fastify's own channel for those who watch it: nothing in the product knows of this test.
  const watch = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', (route) => void routes.push({ ...route }));
  };
  subscribe('fastify.initialization', watch);
  try {
    const segue = await start();
    await segue.stop();
  } finally {
    unsubscribe('fastify.initialization', watch);
  }
  return routes;
}
