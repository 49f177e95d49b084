import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { runInThisContext } from 'node:vm';
import { readActionScripts } from './action-scripts.ts';
import { type LegacyShop, startLegacyShop } from './legacy-shop.ts';

/** The kept fork of the package that published scripts call `request`. */
const request: unknown = createRequire(import.meta.url)('postman-request');

const amelie = { user_id: '1003', nickname: 'amélie', email: 'amelie@example.org' };

describe('the shop’s action scripts', () => {
  let shop: LegacyShop;
  before(async () => {
    shop = await startLegacyShop();
  });
  after(() => shop.stop());

  /** Runs a script with what Segue puts in its scope, and returns what it gave to its callback. */
  const run = async (
    source: string,
    args: readonly string[],
    url = shop.url,
  ): Promise<readonly unknown[]> => {
    const configuration = {
      SHOP_URL: url,
      SHOP_API_USER: shop.api.username,
      SHOP_API_PASSWORD: shop.api.password,
    };
    const script = runInThisContext(`(request, configuration) => (${source})`)(request, configuration);
    return new Promise((resolve) => script(...args, (...answer: unknown[]) => resolve(answer)));
  };

  it('log a user in with the right password only', async () => {
    const { login } = await readActionScripts();
    assert.deepEqual(await run(login, ['amelie@example.org', 'tarte aux pommes']), [null, amelie]);
    assert.deepEqual(await run(login, ['amelie@example.org', 'tarte']), []);
    assert.deepEqual(await run(login, ['nobody@example.org', 'tarte']), []);
  });

  it('find a user by any address, without a password', async () => {
    const { getUser } = await readActionScripts();
    assert.deepEqual(await run(getUser, ['amelie@example.org']), [null, amelie]);
    assert.deepEqual(await run(getUser, ['nobody+a&b=c@example.org']), []);
    const [error, profile] = await run(getUser, ["niamh.o'brien@example.ie"]);
    assert.equal(error, null);
    assert.deepEqual(profile, { user_id: '1012', nickname: 'niamh', email: "niamh.o'brien@example.ie" });
  });

  it('tell a failing shop from a wrong password', async () => {
    const { login, getUser } = await readActionScripts();
    const gone = await startLegacyShop();
    await gone.stop();
    for (const [script, args] of [
      [login, ['a@b.c', 'x']],
      [getUser, ['a@b.c']],
    ] as const) {
      const [error] = await run(script, args, gone.url);
      assert.ok(error instanceof Error && 'code' in error);
      assert.equal(error.code, 'ECONNREFUSED');
    }
  });

  it('take an error of the shop’s own for an outage', async (t) => {
    const { login, getUser } = await readActionScripts();
    let status = 500;
    const ill = createServer((_request, response) =>
      response.writeHead(status).end('{"error":"maintenance"}'),
    );
    t.after(() => ill.close());
    await once(ill.listen(0, '127.0.0.1'), 'listening');
    const address = ill.address();
    assert.ok(address !== null && typeof address === 'object');
    for (status of [500, 502, 503, 504]) {
      for (const [script, args] of [
        [login, ['a@b.c', 'x']],
        [getUser, ['a@b.c']],
      ] as const) {
        const [error] = await run(script, args, `http://127.0.0.1:${address.port}`);
        assert.ok(error instanceof Error && 'code' in error, String(status));
        assert.equal(error.code, 'ECONNREFUSED');
        assert.match(error.message, new RegExp(`answered with ${status}`));
      }
    }
  });

  it('report an answer that they do not expect', async () => {
    const { login, getUser } = await readActionScripts();
    const [noSuchPath] = await run(login, ['a@b.c', 'x'], `${shop.url}/moved`);
    assert.match(String(noSuchPath), /The shop answered with 404/);
    assert.ok(noSuchPath instanceof Error && !('code' in noSuchPath), 'a fault, and no outage');
    const wrongKey = getUser.replace('configuration.SHOP_API_PASSWORD', "'wrong'");
    const [refused] = await run(wrongKey, ['a@b.c']);
    assert.match(String(refused), /The shop answered with 401/);
  });

  it('only ever read', () => {
    assert.ok(shop.requests().length > 0);
    assert.ok(shop.requests().every(({ method }) => method === 'GET'));
  });
});
