import { type FastifyInstance, fastify, type RouteOptions } from 'fastify';

/** Collects the routes registered after it, and serves them as OpenAPI 3.1 at `/openapi.json`, to anybody. */
export function serveOpenApi(server: FastifyInstance, baseUrl: string): void {
  const routes: RouteOptions[] = [];
  server.addHook('onRoute', (route) => {
    if (route.method !== 'HEAD') routes.push(route);
  });
  let document: Promise<object> | undefined;
  server.get('/openapi.json', { schema: { hide: true } }, async () => {
    document ??= describeRoutes(routes, baseUrl);
    return document;
  });
}

/**
 * The routes as a document. What writes it has ninety files that most servers never need: it is loaded when somebody
 * asks, and shown the routes in a server of its own, for it looks at each as it is registered.
 */
async function describeRoutes(routes: readonly RouteOptions[], baseUrl: string): Promise<object> {
  const { default: swagger } = await import('@fastify/swagger');
  const shown = fastify({ exposeHeadRoutes: false });
  shown.setValidatorCompiler(() => () => true);
  shown.setSerializerCompiler(() => () => '');
  await shown.register(swagger, { openapi: { ...about, servers: [{ url: new URL('/', baseUrl).href }] } });
  for (const { method, url, schema } of routes) {
    shown.route({ method, url, ...(schema && { schema }), handler: async () => {} });
  }
  await shown.ready();
  return shown.swagger();
}

const about = {
  openapi: '3.1.0',
  info: {
    title: 'Segue Management API',
    version: '2',
    description: 'What an operator can do with users, connections, clients and APIs.',
  },
  components: {
    securitySchemes: {
      accessToken: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'An access token for the audience of this API, with one of the scopes named',
      },
    },
  },
} as const;
