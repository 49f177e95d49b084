import { Client } from 'ldapts';
import { ldapLogin } from '../kit/ldap-login.ts';
import { startOpenLdap, type TestOpenLdap } from '../kit/services/index.ts';
import { openGate } from './gate.ts';
import type { Legacy, Person } from './legacy.ts';
import { tellTheStory } from './tell-the-story.ts';

const getUser = `async (email, callback) => {
  const { Client, EqualityFilter } = require('ldapts');
  const client = new Client({ url: configuration.LDAP_URL, timeout: 5000, connectTimeout: 5000 });
  try {
    await client.bind(configuration.LDAP_DN, configuration.LDAP_PASSWORD);
    const filter = new EqualityFilter({ attribute: 'mail', value: email });
    const { searchEntries } = await client.search(configuration.LDAP_BASE, { filter });
    if (searchEntries.length !== 1) return callback();
    const [entry] = searchEntries;
    callback(null, {
      user_id: entry.uid, email: entry.mail, nickname: entry.displayName,
      name: entry.cn, given_name: entry.givenName, family_name: entry.sn
    });
  } catch (error) {
    callback(error);
  } finally {
    await client.unbind();
  }
}`;

async function start(people: readonly Person[]): Promise<Legacy> {
  const ldap = await startOpenLdap();
  for (const person of people) await ldap.addUser(entryOf(person));
  const gate = await openGate(Number(new URL(ldap.url).port));
  return {
    login: ldapLogin,
    getUser,
    configuration: {
      LDAP_URL: `ldap://127.0.0.1:${gate.port}`,
      LDAP_DN: ldap.adminDn,
      LDAP_PASSWORD: ldap.adminPassword,
      LDAP_BASE: ldap.peopleDn,
    },
    secretKeys: ['LDAP_PASSWORD'],
    profileOf: (person) => ({
      user_id: `auth0|${uidOf(person)}`,
      nickname: person.nickname,
      name: `${person.givenName} ${person.familyName}`,
      given_name: person.givenName,
      family_name: person.familyName,
    }),
    asked: async () =>
      (await ldap.log()).flatMap(({ filter = '' }) => /^\(mail=(.*)\)$/.exec(filter)?.[1] ?? []),
    writes: async () =>
      (await ldap.log())
        .filter(({ kind }) => kind !== 'bind' && kind !== 'search')
        .map(({ kind, dn }) => `${kind} ${dn}`),
    dump: () => dump(ldap),
    shut: gate.shut,
    reopen: gate.reopen,
    stop: async () => {
      await gate.shut();
      await ldap.stop();
    },
  };
}

function entryOf(person: Person): Parameters<TestOpenLdap['addUser']>[0] {
  const { givenName, familyName: sn, nickname: displayName, email: mail, password } = person;
  const more = { givenName, displayName };
  return { uid: uidOf(person), mail, password, cn: `${givenName} ${sn}`, sn, more };
}

function uidOf({ id }: Person): string {
  return `user-${id}`;
}

/** Every attribute of every entry, also those that the server keeps: who wrote it last, and when. */
async function dump({ url, adminDn, adminPassword, baseDn }: TestOpenLdap): Promise<string> {
  const client = new Client({ url });
  try {
    await client.bind(adminDn, adminPassword);
    const { searchEntries } = await client.search(baseDn, { scope: 'sub', attributes: ['*', '+'] });
    return JSON.stringify(searchEntries);
  } finally {
    await client.unbind();
  }
}

tellTheStory({ name: 'an OpenLDAP directory', services: ['openldap'], start });
