import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const perPage = 2;

const lists = [
  ['connections', 'connections', ''],
  ['connections', 'connections', 'strategy=auth0&'],
  ['clients', 'clients', 'is_global=false&'],
  ['clients', 'clients', 'app_type=spa&'],
  ['resource-servers', 'resource_servers', ''],
  ['client-grants', 'client_grants', ''],
  ['client-grants', 'client_grants', 'audience=urn%3Aapi%3A1&'],
  ['logs', 'logs', 'q=type%3Asapi&'],
] as const;

for (const store of stores) {
  describe(`lists with totals, ${store.name}`, store.options, () => {
    let segue: Segue;
    before(async () => {
      segue = await startSegue(store);
      for (let number = 0; number < 5; number += 1) {
        const audience = `urn:api:${number}`;
        const client = { name: `c${number}`, app_type: number % 2 === 0 ? 'spa' : 'native' };
        const { client_id } = (await segue.manage('POST', 'clients', client)).body;
        await segue.manage('POST', 'resource-servers', { identifier: audience });
        await segue.manage('POST', 'client-grants', { client_id, audience, scope: [] });
        await segue.manage('POST', 'connections', { name: `con-${number}`, strategy: 'auth0' });
      }
    });
    after(() => segue.stop());

    for (const [path, name, filter] of lists) {
      test(`${path}?${filter}: the total is that of all pages, on each of them`, async () => {
        const { body: all } = await segue.manage('GET', `${path}?${filter}per_page=100`);
        assert.ok(all.length > 0);
        const read: unknown[] = [];
        const pages = Math.ceil(all.length / perPage);
        for (let page = 0; page <= pages; page += 1) {
          const query = `${filter}page=${page}&per_page=${perPage}&include_totals=true`;
          const { status, body } = await segue.manage('GET', `${path}?${query}`);
          assert.equal(status, 200, 'also beyond the end');
          const { start, limit, length, total } = body;
          const items = body[name];
          assert.deepEqual(
            { start, limit, length, total },
            { start: page * perPage, limit: perPage, length: items.length, total: all.length },
          );
          read.push(...items);
        }
        assert.deepEqual(read, all, 'everything once');
        const { body: none } = await segue.manage('GET', `${path}?${filter}per_page=0&include_totals=true`);
        assert.deepEqual([none.total, none[name]], [all.length, []], 'a total without a page');
      });
    }
  });
}
