import type { FastifyInstance } from 'fastify';

/** What every answer of an API carries. A page sets its own policy over it. */
export const apiHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

// Two years, as the preload list asks for; not the subdomains, which may be somebody else's.
const strictTransport = 'max-age=63072000';

/** Sets the headers of every answer that no route sets otherwise. */
export function setSecurityHeaders(server: FastifyInstance, { overTls }: { overTls: boolean }): void {
  const headers = overTls ? { ...apiHeaders, 'strict-transport-security': strictTransport } : apiHeaders;
  server.addHook('onRequest', async (_request, reply) => {
    // On the raw response: a reply that an edge takes over (oidc-provider) carries them too.
    for (const [name, value] of Object.entries(headers)) reply.raw.setHeader(name, value);
  });
}
