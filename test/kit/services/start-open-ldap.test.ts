import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Attribute, Change, Client } from 'ldapts';
import { skipUnless, startOpenLdap, type TestOpenLdap } from './index.ts';
import { ownTemporaryFolder } from './own-temporary-folder.ts';

const jane = { uid: 'jane', mail: 'jane@example.com', cn: 'Jane "J" Doe', sn: 'Doe', password: 'pässword' };

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ url });
  try {
    return await work(client);
  } finally {
    await client.unbind();
  }
}

describe('startOpenLdap', skipUnless('openldap'), () => {
  const folder = ownTemporaryFolder();
  let openldap: TestOpenLdap;
  before(async () => {
    openldap = await startOpenLdap();
  });
  after(async () => {
    await openldap.stop();
    await folder.remove();
  });

  it('lets a user in with the right password only, and shows each operation', async () => {
    const seen = (await openldap.log()).length;
    const dn = await openldap.addUser({ ...jane, more: { employeeNumber: '17' } });
    await withClient(openldap.url, async (client) => {
      await client.bind(openldap.adminDn, openldap.adminPassword);
      const found = await client.search(openldap.peopleDn, { filter: '(mail=jane@example.com)' });
      assert.deepEqual(
        found.searchEntries.map((entry) => [entry.dn, entry['employeeNumber']]),
        [[dn, '17']],
      );
      await client.bind(dn, 'pässword');
      await assert.rejects(client.bind(dn, 'password'), { name: 'InvalidCredentialsError' });
    });
    assert.deepEqual((await openldap.log()).slice(seen), [
      { kind: 'bind', dn: openldap.adminDn },
      { kind: 'search', dn: openldap.peopleDn, filter: '(mail=jane@example.com)' },
      { kind: 'bind', dn },
      { kind: 'bind', dn },
    ]);
  });

  it("shows every kind of write, which the operator's account may make", async () => {
    const seen = (await openldap.log()).length;
    const dn = await openldap.addUser({ ...jane, uid: 'write' });
    const renamed = `uid=renamed,${openldap.peopleDn}`;
    await withClient(openldap.url, async (client) => {
      await client.bind(openldap.adminDn, openldap.adminPassword);
      const modification = new Attribute({ type: 'sn', values: ['Roe'] });
      await client.modify(dn, new Change({ operation: 'replace', modification }));
      await client.modifyDN(dn, 'uid=renamed');
      assert.equal(await client.compare(renamed, 'sn', 'Roe'), true);
      await client.exop('1.3.6.1.4.1.4203.1.11.3');
      await client.del(renamed);
      await client.add(dn, { objectClass: 'inetOrgPerson', uid: 'write', cn: 'a "quoted" name', sn: 'Roe' });
    });
    assert.deepEqual((await openldap.log()).slice(seen), [
      { kind: 'bind', dn: openldap.adminDn },
      { kind: 'modify', dn },
      { kind: 'rename', dn },
      { kind: 'compare', dn: renamed },
      { kind: 'extended', dn: '' },
      { kind: 'delete', dn: renamed },
      { kind: 'add', dn },
    ]);
  });

  it('shows nothing to a client that has not bound', async () => {
    const search = withClient(openldap.url, (client) => client.search(openldap.peopleDn));
    await assert.rejects(search, { name: 'NoSuchObjectError' });
  });

  it('leaves no process and no directory', async () => {
    const before = folder.traces();
    const own = await startOpenLdap();
    await own.addUser(jane);
    assert.ok(folder.traces().length > before.length);
    await own.stop();
    await own.stop();
    assert.deepEqual(folder.traces(), before);
    await assert.rejects(own.addUser(jane), /ECONNREFUSED/);
  });
});
