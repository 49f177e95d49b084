import { enableCompileCache } from 'node:module';

/*
 * The least that a login server of this make can be: Fastify with oidc-provider mounted in it, its keys there already.
 * `node bare-server.mjs <jwks.json>`
 */
enableCompileCache();
const { readFileSync } = await import('node:fs');
const { fastify } = await import('fastify');
const { default: Provider } = await import('oidc-provider');

const jwks = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const provider = new Provider('http://bare.bench', { jwks, cookies: { keys: ['bench'] } });
const answer = provider.callback();
const server = fastify();
server.all('/*', (request, reply) => {
  reply.hijack();
  return answer(request.raw, reply.raw);
});
await server.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify(server.addresses()[0])}\n`);
process.once('SIGTERM', () => process.exit(0)); // an orderly end: the compile cache is written by it
