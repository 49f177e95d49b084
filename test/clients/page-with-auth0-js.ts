import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

/** A web site with one page that has auth0-js in it. */
export interface SiteWithAuth0Js {
  readonly origin: string;
  close(): Promise<void>;
}

const library = fileURLToPath(import.meta.resolve('auth0-js/dist/auth0.min.js'));

// `call` turns the library's callbacks into what a test can wait for.
const page = `<!doctype html><title>Shop</title><link rel="icon" href="data:,">
<script src="/auth0.min.js"></script>
<script>
  let webAuth;
  const open = (options) => { webAuth = new auth0.WebAuth(options); };
  const plain = (value) => JSON.parse(JSON.stringify(value ?? null));
  const call = (target, method, argument) => new Promise((resolve) => {
    const object = target === 'client' ? webAuth.client : webAuth;
    object[method](argument, (error, result) => {
      if (error) delete error.original;
      resolve({ error: plain(error), result: plain(result) });
    });
  });
</script>`;

/** Serves it on a free port: another origin than Segue's. */
export async function serveSiteWithAuth0Js(): Promise<SiteWithAuth0Js> {
  const script = await readFile(library);
  const server = createServer((request, response) => {
    const isScript = request.url === '/auth0.min.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(isScript ? script : page);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the site has no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
