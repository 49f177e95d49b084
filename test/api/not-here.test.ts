import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { absences } from '../../src/management-api/not-here/absences.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { assertErrorForm } from './table/request-row.ts';

for (const store of stores) {
  describe(`what Auth0 has and Segue has not, ${store.name}`, store.options, () => {
    let segue: Segue;
    before(async () => {
      segue = await startSegue(store);
    });
    after(() => segue.stop());

    for (const { path, readAs403 } of absences) {
      const status = readAs403 === undefined ? 404 : 403;
      test(`${path} is read with a ${status}, and written with a 404`, async () => {
        // What nobody has cannot be one of several either; and the answer repeats nothing of the question.
        for (const each of [path, `${path}/${segue.canaries.plant('id')}?q=1`]) {
          const read = await segue.manage('GET', each);
          assert.equal(read.status, status, read.text);
          assertErrorForm(`/api/v2/${each}`, read);
          const words = 'Insufficient scope, expected any of: ';
          assert.equal(read.body.message.replace(words, ''), readAs403 ?? read.body.message);
          await assertCannotBeWritten(each);
        }
      });
    }

    async function assertCannotBeWritten(path: string): Promise<void> {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const written = await segue.manage(method, path, method === 'DELETE' ? undefined : { name: 'x' });
        assert.equal(written.status, 404, written.text);
        assertErrorForm(`/api/v2/${path}`, written);
        assert.notEqual(written.body.message, 'Not Found', 'it says what is not there');
      }
    }

    test('what is told by scope is told to whoever shows a token; that a path is not there, to anybody', async () => {
      const ask = (path: string, token: string | null): ReturnType<Segue['request']> =>
        segue.request(
          `api/v2/${path}`,
          token === null ? {} : { headers: { authorization: `Bearer ${token}` } },
        );
      for (const token of [null, 'nonsense']) {
        assert.equal((await ask('rules', token)).status, 401);
        assert.equal((await ask('roles', token)).status, 404);
        assert.equal((await ask('no-such-thing', token)).status, 404);
      }
    });

    test('what is neither here nor there is not found, and leaves no event', async () => {
      const before = (await segue.logs()).length;
      for (const path of ['no-such-thing', 'tenants', 'actions', '%zz', '']) {
        const { status, body } = await segue.manage('GET', path);
        assert.ok(status === 404 || (path === '%zz' && status === 400), `${path}: ${status}`);
        assert.equal(body.statusCode, status);
      }
      const { status } = await segue.manage('DELETE', 'tenants/settings');
      assert.equal(status, 404, 'a method that a path does not have');
      assert.equal((await segue.logs()).length, before);
    });

    test('there is no global client, and no token shows one', async () => {
      const { status, body } = await segue.manage('GET', 'clients?is_global=true&include_totals=true');
      assert.deepEqual([status, body.message], [403, 'Insufficient scope, expected any of: read:clients']);
    });
  });
}
