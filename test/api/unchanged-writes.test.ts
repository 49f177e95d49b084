import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readRows } from '../kit/read-rows.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const script = '(email, password, callback) => callback(null)';

/** Something that is patched: how it is made, what a tool sends that read it, and a change of it. */
interface Patched {
  readonly make: (segue: Segue) => Promise<string>;
  /** Of what is shown, what may not be sent back. */
  readonly unsent?: readonly string[];
  readonly change: unknown;
  readonly table: string;
}

const made = async (segue: Segue, path: string, body: unknown, id = 'id'): Promise<string> => {
  const answer = await segue.manage('POST', path, body);
  assert.equal(answer.status, 201, answer.text);
  return `${path}/${encodeURIComponent(answer.body[id])}`;
};

const scriptOptions = {
  import_mode: true,
  enabledDatabaseCustomization: true,
  customScripts: { login: script, get_user: '(email, callback) => callback(null)' },
};

const kinds: Readonly<Record<string, Patched>> = {
  'a connection': {
    make: (segue) =>
      made(segue, 'connections', {
        name: 'shop',
        strategy: 'auth0',
        options: { ...scriptOptions, configuration: { KEY: segue.canaries.plant('configuration') } },
      }),
    unsent: ['id', 'name', 'strategy'],
    change: { options: { ...scriptOptions, disable_signup: true } },
    table: 'connections',
  },
  'a client': {
    make: (segue) => made(segue, 'clients', { name: 'shop', callbacks: ['https://a.test'] }, 'client_id'),
    unsent: ['client_id', 'tenant', 'global'],
    change: { callbacks: ['https://b.test'] },
    table: 'clients',
  },
  'a resource server': {
    make: (segue) => made(segue, 'resource-servers', { identifier: 'urn:b', scopes: [{ value: 'b' }] }),
    unsent: ['id', 'identifier', 'is_system'],
    change: { token_lifetime: 60 },
    table: 'resource_servers',
  },
  'a client grant': {
    async make(segue) {
      await made(segue, 'resource-servers', {
        identifier: 'urn:a',
        scopes: [{ value: 'a' }, { value: 'b' }],
      });
      const client = await made(segue, 'clients', { name: 'machine' }, 'client_id');
      const grant = { client_id: client.replace('clients/', ''), audience: 'urn:a', scope: ['a', 'b'] };
      return made(segue, 'client-grants', grant);
    },
    unsent: ['id', 'client_id', 'audience'],
    change: { scope: ['b'] },
    table: 'client_grants',
  },
  'the settings': {
    make: async () => 'tenants/settings',
    change: { friendly_name: 'Another' },
    table: 'settings',
  },
};

for (const store of stores) {
  describe(`a write of what is there already, ${store.name}`, store.options, () => {
    let segue: Segue;
    before(async () => {
      segue = await startSegue(store);
    });
    after(() => segue.stop());

    for (const [name, { make, unsent = [], change, table }] of Object.entries(kinds)) {
      test(`${name} stays as it is, down to its times, and no event tells of it`, async () => {
        const path = await make(segue);
        const rows = async (): Promise<readonly unknown[]> =>
          (await readRows(segue.databaseUrl, `select * from ${table}`)).toSorted(byText);
        if (table === 'settings') await segue.manage('PATCH', path, { support_email: 'help@shop.test' });
        const { body: shown } = await segue.manage('GET', path);
        const stored = await rows();
        const events = (await segue.logs()).length;

        const sent = Object.fromEntries(Object.entries(shown).filter(([key]) => !unsent.includes(key)));
        for (const body of [sent, {}]) {
          const same = await segue.manage('PATCH', path, body);
          assert.equal(same.status, 200, same.text);
          assert.deepEqual(same.body, shown);
        }
        assert.deepEqual(await rows(), stored);
        assert.equal((await segue.logs()).length, events);

        const changed = await segue.manage('PATCH', path, change);
        assert.equal(changed.status, 200, changed.text);
        assert.notDeepEqual(await rows(), stored);
        assert.deepEqual(typesAfter(await segue.logs(), events), ['sapi']);
      });
    }

    test('the clients of a connection likewise', async () => {
      const connection = await made(segue, 'connections', { name: 'clients', strategy: 'auth0' });
      const client = await made(segue, 'clients', { name: 'first' }, 'client_id');
      const client_id = client.replace('clients/', '');
      const rows = (): Promise<readonly unknown[]> =>
        readRows(segue.databaseUrl, "select updated_at from connections where name = 'clients'");
      const patch = async (status: boolean): Promise<void> => {
        const answer = await segue.manage('PATCH', `${connection}/clients`, [{ client_id, status }]);
        assert.equal(answer.status, 204, answer.text);
      };
      for (const status of [true, false]) {
        const before = (await segue.logs()).length;
        await patch(status);
        const [stored, events] = [await rows(), (await segue.logs()).length];
        assert.equal(events, before + 1);
        await patch(status);
        assert.deepEqual(await rows(), stored);
        assert.equal((await segue.logs()).length, events);
      }
    });

    test('session lifetimes in minutes are those in hours', async () => {
      const hours = { session_lifetime: 100, idle_session_lifetime: 1.5 };
      await segue.manage('PATCH', 'tenants/settings', hours);
      const events = (await segue.logs()).length;
      const minutes = { session_lifetime_in_minutes: 6000, idle_session_lifetime_in_minutes: 90 };
      const { body } = await segue.manage('PATCH', 'tenants/settings', minutes);
      assert.partialDeepStrictEqual(body, hours);
      assert.ok(!('session_lifetime_in_minutes' in body), 'which are not kept beside them');
      assert.equal((await segue.logs()).length, events);
    });

    test('a refused write leaves its event all the same', async () => {
      const events = (await segue.logs()).length;
      assert.equal((await segue.manage('PATCH', 'clients/nobody', {})).status, 404);
      assert.deepEqual(typesAfter(await segue.logs(), events), ['fapi']);
    });
  });
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

function typesAfter(logs: readonly { readonly type: string }[], count: number): readonly string[] {
  return logs.slice(count).map(({ type }) => type);
}
