import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const baseDn = 'dc=shop,dc=example';
export const peopleDn = `ou=people,${baseDn}`;
/** The account that a legacy application's configuration holds: it may read and write everything. */
export const adminDn = `cn=operator,${baseDn}`;
/** The account with which the kit itself writes; what it does is not shown to tests. */
export const kitDn = `cn=kit,${baseDn}`;

const schemaDirectories = ['/etc/ldap/schema', '/etc/openldap/schema', '/opt/homebrew/etc/openldap/schema'];
const schemas = ['core', 'cosine', 'inetorgperson'];
/** Debian builds the database back end as a module; elsewhere it is part of slapd. */
const moduleDirectory = '/usr/lib/ldap';

/** `slapd.conf` for one database in `directory`. */
export function slapdConfig(directory: string, kitPassword: string): string {
  return `${[
    ...schemas.map((schema) => `include ${join(schemaDirectory(), `${schema}.schema`)}`),
    ...(existsSync(join(moduleDirectory, 'back_mdb.so'))
      ? [`modulepath ${moduleDirectory}`, 'moduleload back_mdb']
      : []),
    `pidfile ${join(directory, 'pid')}`,
    'database mdb',
    `suffix "${baseDn}"`,
    `rootdn "${kitDn}"`,
    `rootpw ${hashLdapPassword(kitPassword)}`,
    `directory ${directory}`,
    'maxsize 67108864',
    'dbnosync',
    'index objectClass,uid,mail eq',
    `access to attrs=userPassword by dn.exact="${adminDn}" write by anonymous auth by * none`,
    `access to * by dn.exact="${adminDn}" write by users read by * none`,
  ].join('\n')}\n`;
}

/** What is in the directory from the start: its root, the place for people, and the operator's account. */
export function firstEntries(adminPassword: string): string {
  const root = ['objectClass: dcObject', 'objectClass: organization', 'dc: shop', 'o: Shop'];
  const people = ['objectClass: organizationalUnit', 'ou: people'];
  const account = ['objectClass: organizationalRole', 'objectClass: simpleSecurityObject', 'cn: operator'];
  const admin = [...account, `userPassword: ${hashLdapPassword(adminPassword)}`];
  const entries = [
    [`dn: ${baseDn}`, ...root],
    [`dn: ${peopleDn}`, ...people],
    [`dn: ${adminDn}`, ...admin],
  ];
  return entries.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** `{SSHA}`, the form in which OpenLDAP stores a password by default (RFC 2307 and its salted kin). */
export function hashLdapPassword(password: string): string {
  const salt = randomBytes(8);
  const digest = createHash('sha1').update(password).update(salt).digest();
  return `{SSHA}${Buffer.concat([digest, salt]).toString('base64')}`;
}

function schemaDirectory(): string {
  const found = schemaDirectories.find((directory) => existsSync(directory));
  if (found === undefined) throw new Error(`no OpenLDAP schemas in ${schemaDirectories.join(', ')}`);
  return found;
}
