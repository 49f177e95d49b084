import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Lets the server read JSON bodies. Where a route takes none, an empty one is none: clients announce JSON on every call,
 * also on a DELETE that sends nothing.
 */
export function acceptJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '' && !takesBody(request)) done(null, undefined);
    else parse(request, body, done);
  });
}

function takesBody({ routeOptions }: FastifyRequest): boolean {
  const { schema } = routeOptions;
  return schema !== undefined && 'body' in schema;
}
