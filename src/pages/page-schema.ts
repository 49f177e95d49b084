import type { FastifySchema } from 'fastify';
import { Type } from 'typebox';

/** How a route of pages is described: whatever it answers is HTML. A redirect has no body. */
export function pageSchema(summary: string, statuses: readonly number[]): FastifySchema {
  return {
    summary,
    response: Object.fromEntries(statuses.map((status) => [status, status === 303 ? onward : page])),
  };
}

const page = { content: { 'text/html': { schema: Type.String({ examples: ['<!doctype html>…'] }) } } };
const onward = Type.Null();

const params = Type.Object({
  digest: Type.String({ description: 'Of the content, in hexadecimal digits', examples: ['0123456789ab'] }),
});

/** How a file that pages refer to is described. */
export function assetSchema(summary: string, type: string): FastifySchema {
  const [mediaType = type] = type.split(';');
  const file = { content: { [mediaType]: { schema: Type.String({ examples: ['…'] }) } } };
  return { summary, params, response: { 200: file, 400: page, 404: page, 414: page, 500: page } };
}
