import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freePort } from '../kit/services/free-port.ts';
import { makeCheckout, withCurl } from './checkout.ts';
import { runGuide } from './run-guide.ts';

test(
  'first-connection.md: each command runs, up to the first migrated user and its log',
  withCurl,
  async (t) => {
    const [port, shopPort] = [await freePort(), await freePort()];
    const checkout = await makeCheckout({ PORT: String(port) });
    t.after(() => checkout.remove());
    const printed: string[] = [];

    await runGuide('first-connection.md', {
      checkout,
      replace: {
        'localhost:3000': `localhost:${port}`,
        '--port 4000': `--port ${shopPort}`,
        '127.0.0.1:4000': `127.0.0.1:${shopPort}`,
      },
      after: async (_block, output) => void printed.push(output),
    });

    const [made = '', loggedIn = '', happened = ''] = printed.slice(-3);
    const connection = JSON.parse(made);
    assert.equal(connection.name, 'shop-users');
    assert.match(connection.options.configuration.SHOP_API_PASSWORD, /^(?!shop-api).+/, 'shown sealed');
    assert.ok(JSON.parse(loggedIn).refresh_token);
    assert.match(happened, /"user_id":"auth0\|1001"/);
    assert.match(happened, /"type":"sui"/);
  },
);
