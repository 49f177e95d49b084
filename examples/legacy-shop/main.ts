import { parseArgs } from 'node:util';
import { startLegacyShop } from './legacy-shop.ts';

/*
 * The shop as a process of its own: `node examples/legacy-shop/main.ts [--port 4000]`. Prints one JSON
 * object a line: first where it listens, then each request. Ends on SIGINT or SIGTERM.
 */
const { values } = parseArgs({ options: { port: { type: 'string', default: '4000' } } });

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const shop = await startLegacyShop({
  port: Number(values.port),
  onRequest: (request) => print({ event: 'request', ...request }),
});
print({ event: 'listening', url: shop.url });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void shop.stop());
