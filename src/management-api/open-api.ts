import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';

/** Collects the routes registered after it, and serves them as OpenAPI 3.1 at `/openapi.json`, to anybody. */
export async function serveOpenApi(server: FastifyInstance, baseUrl: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Segue Management API',
        version: '2',
        description: 'What an operator can do with users, connections, clients and APIs.',
      },
      servers: [{ url: new URL('/', baseUrl).href }],
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
    },
  });
  server.get('/openapi.json', { schema: { hide: true } }, async () => server.swagger());
}
