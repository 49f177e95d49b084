import type { FastifyInstance, FastifyReply, RouteOptions } from 'fastify';
import { Type } from 'typebox';
import type { OpenApiDocument } from './document.ts';

/**
 * Collects the routes registered after it, and serves them as OpenAPI 3.1 to anybody. The document is written when
 * somebody asks; what writes it is loaded then.
 */
export function serveOpenApi(server: FastifyInstance, baseUrl: string): () => Promise<OpenApiDocument> {
  const routes: RouteOptions[] = [];
  server.addHook('onRoute', (route) => void routes.push(route));
  let document: Promise<OpenApiDocument> | undefined;
  const describe = (): Promise<OpenApiDocument> => {
    document ??= import('./open-api-document.ts').then((writer) => writer.openApiDocument(routes, baseUrl));
    return document;
  };
  let text: string | undefined;
  const answer = async (_request: unknown, reply: FastifyReply): Promise<FastifyReply> => {
    text ??= JSON.stringify(await describe());
    return reply.type('application/json; charset=utf-8').send(text);
  };
  server.get('/openapi.json', { schema }, answer);
  server.get('/api/v2/openapi.json', { schema: { hide: true } }, answer); // where a tool of the Management API looks
  return describe;
}

const schema = {
  summary: 'Get this document',
  response: {
    200: Type.Object(
      {},
      { additionalProperties: true, description: 'OpenAPI 3.1', examples: [{ openapi: '3.1.0' }] },
    ),
  },
};
