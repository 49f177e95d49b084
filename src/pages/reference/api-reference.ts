import type { FastifyPluginAsync } from 'fastify';
import type { OpenApiDocument } from '../../http/index.ts';
import { readAssets } from '../assets.ts';
import { pageSchema } from '../page-schema.ts';

export interface ApiReferenceNeeds {
  /** SEGUE_URL, with a trailing slash. */
  readonly baseUrl: string;
  readonly document: () => Promise<OpenApiDocument>;
}

// Nothing but our own style: there is no script, no form, and nobody may frame it.
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** `GET /docs`: the API to read, written once from the document that `/openapi.json` answers. */
export function apiReference({ baseUrl, document }: ApiReferenceNeeds): FastifyPluginAsync {
  const path = (relative: string): string => new URL(relative, baseUrl).pathname;
  let page: Promise<string> | undefined;
  const write = async (): Promise<string> => {
    const { referencePage } = await import('./reference-page.ts'); // when somebody reads
    return referencePage({
      document: await document(),
      assets: await readAssets(),
      assetsPath: path('u/assets/'),
      documentPath: path('openapi.json'),
    });
  };
  return async (server) => {
    server.get('/docs', { schema: pageSchema('Read this API', [200]) }, async (_request, reply) => {
      page ??= write();
      return reply.headers(headers).send(await page);
    });
  };
}
