import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freePort } from '../kit/services/free-port.ts';
import { makeCheckout, withCurl } from './checkout.ts';
import { runGuide } from './run-guide.ts';

test('command-line.md: each command runs and prints what the page says', withCurl, async (t) => {
  const [port, shopPort] = [await freePort(), await freePort()];
  const checkout = await makeCheckout({ PORT: String(port) });
  t.after(() => checkout.remove());
  const printed: string[] = [];

  await runGuide('command-line.md', {
    checkout,
    replace: {
      'localhost:3000': `localhost:${port}`,
      '--port 4000': `--port ${shopPort}`,
      '127.0.0.1:4000': `127.0.0.1:${shopPort}`,
    },
    after: async (_block, output) => void printed.push(output),
  });

  assert.match(printed.at(-1) ?? '', /✓ kim@example\.com: profile/);
});
