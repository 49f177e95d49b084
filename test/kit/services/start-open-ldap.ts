import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  adminDn,
  baseDn,
  firstEntries,
  hashLdapPassword,
  kitDn,
  peopleDn,
  slapdConfig,
} from './open-ldap-config.ts';
import { type LdapOperation, operationsIn } from './open-ldap-log.ts';
import { runProgram } from './run-program.ts';
import { inNewServerDirectory, type ServerDirectory, writePrivateFile } from './server-directory.ts';
import { serverOwner } from './server-owner.ts';
import { startServer } from './server-process.ts';
import { type ServerTls, writeTlsFiles } from './server-tls.ts';
import { requireProgram } from './services.ts';

export interface LdapUser {
  /** Letters, digits, dots and dashes: it is part of the entry's name. */
  readonly uid: string;
  readonly mail: string;
  readonly password: string;
  readonly cn: string;
  readonly sn: string;
  /** Any other attributes of an inetOrgPerson: `givenName`, `employeeNumber`, … */
  readonly more?: Readonly<Record<string, string>>;
}

export interface TestOpenLdap {
  readonly url: string;
  /** Where it speaks TLS from the start (LDAPS), if it has a certificate. */
  readonly secureUrl: string;
  readonly baseDn: string;
  readonly peopleDn: string;
  /** The operator's account: it may read and write every entry. */
  readonly adminDn: string;
  readonly adminPassword: string;
  /** Adds a person, and returns the DN to bind as. Not shown in the log. */
  addUser(user: LdapUser): Promise<string>;
  /** What clients asked for, in order. */
  log(): Promise<readonly LdapOperation[]>;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
}

/**
 * slapd's debug level that prints each connection and operation, and the flag that keeps it in the
 * foreground.
 */
const statsLevel = ['-d', '256'];

/** Starts an OpenLDAP server of our own on a random port of loopback, with a directory of people. */
export async function startOpenLdap({ tls }: { tls?: ServerTls } = {}): Promise<TestOpenLdap> {
  return inNewServerDirectory('openldap', serverOwner('openldap'), (directory) => startIn(directory, tls));
}

async function startIn(directory: ServerDirectory, tls: ServerTls | undefined): Promise<TestOpenLdap> {
  const [adminPassword, kitPassword] = [randomPassword(), randomPassword()];
  const config = await writePrivateFile(
    directory,
    'slapd.conf',
    [...(await tlsConfig(directory, tls)), slapdConfig(directory.path, kitPassword)].join('\n'),
  );
  const ldif = await writePrivateFile(directory, 'first-entries.ldif', firstEntries(adminPassword));
  await runProgram(directory, requireProgram('openldap', 'slapadd'), ['-q', '-f', config, '-l', ldif]);
  const server = await startServer({
    program: requireProgram('openldap', 'slapd'),
    args: (port, otherPort) => ['-f', config, '-h', listeners(port, tls && otherPort), ...statsLevel],
    directory,
    readyText: 'slapd starting',
    speaksTooSoon: true,
    stopSignal: 'TERM',
  });
  const url = `ldap://127.0.0.1:${server.port}`;
  return {
    url,
    secureUrl: `ldaps://127.0.0.1:${server.otherPort}`,
    baseDn,
    peopleDn,
    adminDn,
    adminPassword,
    addUser: (user) => addUser(url, kitPassword, user),
    log: async () => operationsIn(await readFile(server.logFile, 'utf8'), kitDn),
    stop: server.stop,
  };
}

/** Settings of the whole server, which come before those of its database. Debian's slapd has GnuTLS. */
async function tlsConfig(directory: ServerDirectory, tls: ServerTls | undefined): Promise<readonly string[]> {
  if (tls === undefined) return [];
  const { certFile, keyFile } = await writeTlsFiles(directory, tls);
  const lines = [`TLSCertificateFile ${certFile}`, `TLSCertificateKeyFile ${keyFile}`];
  return tls.old === true ? [...lines, 'TLSCipherSuite NORMAL:-VERS-ALL:+VERS-TLS1.0'] : lines;
}

function listeners(port: number, securePort: number | undefined): string {
  const secure = securePort === undefined ? [] : [`ldaps://127.0.0.1:${securePort}/`];
  return [`ldap://127.0.0.1:${port}/`, ...secure].join(' ');
}

async function addUser(url: string, kitPassword: string, user: LdapUser): Promise<string> {
  // Loaded at first use: a test file that only asks whether a service is there should not wait for a driver.
  const { Client } = await import('ldapts');
  const { uid, mail, cn, sn, password, more } = user;
  const dn = `uid=${uid},${peopleDn}`;
  const ldap = new Client({ url });
  try {
    await ldap.bind(kitDn, kitPassword);
    const userPassword = hashLdapPassword(password);
    await ldap.add(dn, { objectClass: 'inetOrgPerson', uid, mail, cn, sn, userPassword, ...more });
  } finally {
    await ldap.unbind();
  }
  return dn;
}

function randomPassword(): string {
  return randomBytes(16).toString('hex');
}
