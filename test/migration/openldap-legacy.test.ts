import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ldapLogin } from '../kit/ldap-login.ts';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { skipUnless, startOpenLdap } from '../kit/services/index.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

for (const store of stores) {
  const options = { skip: store.options.skip || skipUnless('openldap').skip };
  test(`an OpenLDAP directory, by bind, ${store.name}`, options, async (t) => {
    const ldap = await startOpenLdap();
    t.after(() => ldap.stop());
    await ldap.addUser({
      uid: 'katherine',
      mail: 'katherine@example.com',
      password: 'trajectory',
      cn: 'Katherine Johnson',
      sn: 'Johnson',
    });
    const segue = await startSegue(store);
    t.after(() => segue.stop());
    segue.canaries.watch('directory password', ldap.adminPassword);
    const connection = await createLegacyConnection(segue, {
      login: ldapLogin,
      configuration: {
        LDAP_URL: ldap.url,
        LDAP_DN: ldap.adminDn,
        LDAP_PASSWORD: ldap.adminPassword,
        LDAP_BASE: ldap.baseDn,
      },
    });

    assert.equal((await connection.logIn('katherine@example.com', 'wrong')).status, 403);
    const before = await ldap.log();
    assert.equal(
      (await connection.logIn('katherine@example.com', '')).status,
      400,
      'a missing password is malformed',
    );
    assert.deepEqual(await ldap.log(), before, 'S5: an empty password reaches no bind');

    const first = await connection.logIn('katherine@example.com', 'trajectory');
    assert.equal(first.status, 200, first.text);
    const user = await connection.user('katherine@example.com');
    assert.equal(user.user_id, 'auth0|katherine');
    assert.equal(user.name, 'Katherine Johnson');

    const asked = await ldap.log();
    assert.equal((await connection.logIn('katherine@example.com', 'trajectory')).status, 200);
    assert.deepEqual(await ldap.log(), asked, 'F5: the second login asked nothing');
    assert.deepEqual(
      [...new Set(asked.map(({ kind }) => kind))].toSorted(),
      ['bind', 'search'],
      'F8: nothing was written',
    );
  });
}
