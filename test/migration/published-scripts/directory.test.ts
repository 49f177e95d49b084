import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openScriptKit, valueIn } from '../../../src/scripts/script-kit.contract.ts';
import { skipUnless, startOpenLdap, type TestOpenLdap } from '../../kit/services/index.ts';

/** Written for ldapjs 1 and 2: finds the entry by the operator's account, then binds as the user. */
const login = `function login(email, password, callback) {
  var ldap = require('ldapjs@1.0.0');
  var client = ldap.createClient({ url: configuration.LDAP_URL });
  client.on('error', function (err) { callback(err); });
  client.bind(configuration.LDAP_DN, configuration.LDAP_PASSWORD, function (err) {
    if (err) return callback(err);
    var options = { scope: 'sub', filter: '(mail=' + email + ')', attributes: ['uid', 'mail', 'cn', 'description'] };
    client.search(configuration.LDAP_BASE, options, function (err, response) {
      if (err) return callback(err);
      var found = null;
      response.on('searchEntry', function (entry) { found = entry; });
      response.on('error', function (err) { callback(err); });
      response.on('end', function () {
        if (!found) { client.unbind(); return callback(); }
        client.bind(found.object.dn, password, function (err) {
          client.unbind();
          if (err && err.name === 'InvalidCredentialsError') return callback(new WrongUsernameOrPasswordError(email));
          if (err) return callback(err);
          callback(null, { user_id: found.object.uid, email: found.object.mail, name: found.object.cn,
            bytes: found.raw.uid.length, none: typeof found.object.description });
        });
      });
    });
  });
}`;

describe('Login scripts over ldapjs', skipUnless('openldap'), () => {
  const { ask } = openScriptKit();
  let ldap: TestOpenLdap;
  let configuration: Record<string, string>;
  before(async () => {
    ldap = await startOpenLdap();
    const person = {
      uid: 'katherine',
      mail: 'katherine@example.com',
      cn: 'Katherine Johnson',
      sn: 'Johnson',
    };
    await ldap.addUser({ ...person, password: 'trajectory' });
    const { url, adminDn, adminPassword, baseDn } = ldap;
    configuration = { LDAP_URL: url, LDAP_DN: adminDn, LDAP_PASSWORD: adminPassword, LDAP_BASE: baseDn };
  });
  after(() => ldap.stop());

  it('finds an entry, reads it as versions before 3 do, and binds as the user', async () => {
    const email = 'katherine@example.com';
    assert.deepEqual(valueIn(await ask(login, { configuration, email, password: 'trajectory' })), {
      user_id: 'katherine',
      email,
      name: 'Katherine Johnson',
      bytes: 9,
      none: 'undefined',
    });
    assert.equal((await ask(login, { configuration, email, password: 'wrong' })).answer, 'wrong-credentials');
    assert.equal((await ask(login, { configuration, email: 'nobody@example.com' })).answer, 'nothing');
  });

  it('says unavailable when nobody listens, with and without a listener of its own', async () => {
    const nobody = { ...configuration, LDAP_URL: 'ldap://127.0.0.1:1' };
    assert.equal((await ask(login, { configuration: nobody })).answer, 'unavailable');
    const deaf = login.replace(/ {2}client\.on\('error'.*\n/, '');
    assert.equal((await ask(deaf, { configuration: nobody })).answer, 'unavailable');
  });
});
