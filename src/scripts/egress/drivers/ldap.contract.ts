import assert from 'node:assert/strict';
import { connect, createServer, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../../../test/kit/eventually.ts';
import {
  makeOldCertificate,
  makeSelfSignedCertificate,
} from '../../../../test/kit/self-signed-certificate.ts';
import { skipUnless, startOpenLdap, type TestOpenLdap } from '../../../../test/kit/services/index.ts';
import { until } from '../../../../test/kit/until.ts';
import { valueIn } from '../../script-kit.contract.ts';
import type { Values } from './bare-script.contract.ts';
import { type DriverStageOptions, openDriverStage, tellingErrors } from './driver-stage.contract.ts';
import { itSaysOfTrouble, portOf } from './trouble.contract.ts';

const jane = { uid: 'jane', mail: 'jane@example.com', password: 'correct horse', cn: 'Jane', sn: 'J' };

/** How to get to a directory: options of the client, and of StartTLS where it is asked for. */
interface Way {
  readonly url: string;
  readonly tls?: string;
  readonly startTls?: string;
  /** An expression. */
  readonly password?: string;
  readonly more?: string;
}

/** Binds as Jane and reads her entry, in the ways that scripts write it. */
const logins = {
  ldapts: ({
    url,
    tls = '{}',
    startTls,
    password = 'password',
    more = '',
  }: Way) => `async (email, password) => {
    const { Client } = require('ldapts');
    const client = new Client({ url: ${url}, tlsOptions: ${tls}, ${more} });
    try {
      ${startTls === undefined ? '' : `await client.startTLS(${startTls});`}
      await client.bind(configuration.DN, ${password});
      const { searchEntries } = await client.search(configuration.DN);
      return { mail: searchEntries[0].mail };
    } finally { await client.unbind(); }
  }`,
  ldapjs: ({
    url,
    tls = '{}',
    startTls,
    password = 'password',
    more = '',
  }: Way) => `(email, password, callback) => {
    const client = require('ldapjs').createClient({ url: ${url}, tlsOptions: ${tls}, ${more} });
    const end = (error, found) => { callback(error, found); client.destroy(); };
    client.on('error', end);
    ${startTls === undefined ? 'login();' : `client.starttls(${startTls}, [], (error) => error ? end(error) : login());`}
    function login() {
      client.bind(configuration.DN, ${password}, (error) => {
        if (error) return end(error);
        client.search(configuration.DN, (error, found) => {
          if (error) return end(error);
          found.on('searchEntry', (entry) => end(null, { mail: entry.object.mail })).on('error', end);
        });
      });
    }
  }`,
};
type Driver = keyof typeof logins;
const drivers: readonly Driver[] = ['ldapts', 'ldapjs'];

const weak = "{ ca: configuration.OLD_CA, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }";
const ways: Readonly<Record<string, Way>> = {
  'without TLS': { url: 'configuration.PLAIN' },
  'over LDAPS': { url: 'configuration.SECURE', tls: '{ ca: configuration.CA }' },
  'over LDAPS that nobody vouches for': {
    url: 'configuration.SECURE',
    tls: '{ rejectUnauthorized: false }',
  },
  'over LDAPS with TLS 1.0 and an old certificate': { url: 'configuration.OLD_SECURE', tls: weak },
  'with StartTLS': { url: 'configuration.PLAIN', startTls: '{ ca: configuration.CA }' },
  'with StartTLS, TLS 1.0 and an old certificate': { url: 'configuration.OLD', startTls: weak },
};
const errors: Readonly<Record<string, Way>> = {
  'a wrong password': { url: 'configuration.PLAIN', password: "'wrong'" },
  'a certificate that nobody vouches for': { url: 'configuration.SECURE' },
  'one that nobody vouches for, by StartTLS': { url: 'configuration.PLAIN', startTls: '{}' },
  'a server older than the script takes': {
    url: 'configuration.OLD_SECURE',
    tls: '{ ca: configuration.OLD_CA }',
  },
  'a server without TLS': { url: 'configuration.BARE', startTls: '{}' },
};

/** LDAP: with TLS around it, and with TLS that begins inside it. */
export function describeLdap(options: DriverStageOptions): void {
  describe(`OpenLDAP at level ${options.level}`, { timeout: 240_000, ...skipUnless('openldap') }, () => {
    const stage = openDriverStage(options);
    const certificate = makeSelfSignedCertificate();
    const oldCertificate = makeOldCertificate();
    const servers: TestOpenLdap[] = [];
    let configuration: Values = {};

    const start = async (...[given]: Parameters<typeof startOpenLdap>): Promise<TestOpenLdap> => {
      const server = await startOpenLdap(given);
      servers.push(server);
      return server;
    };
    /** Leads to the first server, and can be cut. */
    const open = new Set<Socket>();
    const front = createServer((socket) => {
      const { port, hostname } = new URL(configuration['PLAIN'] ?? '');
      const plain = connect(Number(port), hostname);
      open.add(socket);
      socket.on('error', () => plain.destroy()).pipe(plain);
      plain.on('error', () => socket.destroy()).pipe(socket);
    });
    before(async () => {
      const bare = await start();
      const modern = await start({ tls: certificate });
      const old = await start({ tls: { ...oldCertificate, old: true } });
      let DN = '';
      for (const server of servers) DN = await server.addUser(jane);
      configuration = {
        DN,
        BARE: bare.url,
        PLAIN: modern.url,
        SECURE: modern.secureUrl,
        OLD: old.url,
        OLD_SECURE: old.secureUrl,
        FRONT: `ldap://127.0.0.1:${await portOf(front)}`,
        CA: certificate.cert,
        OLD_CA: oldCertificate.cert,
      };
    });
    after(async () => {
      front.close();
      for (const socket of open) socket.destroy();
      for (const server of servers) await server.stop();
      certificate.remove();
      oldCertificate.remove();
    });

    for (const driver of drivers) {
      const login = logins[driver];
      for (const [name, way] of Object.entries(ways))
        it(`serves ${driver} ${name}`, () =>
          stage.works(login(way), configuration, { mail: 'jane@example.com' }));
      for (const [name, way] of Object.entries(errors)) {
        it(`lets ${driver} say of ${name} what it always says`, async () => {
          const said = await stage.saysTheSame(tellingErrors(login(way)), { configuration });
          assert.match(JSON.stringify(said), /"message":"./);
        });
      }
    }

    const trouble = {
      url: "'ldap://127.0.0.1:' + email",
      more: 'timeout: Number(password), connectTimeout: 20000',
    };
    itSaysOfTrouble(
      stage,
      Object.fromEntries(
        drivers.map((driver) => [
          driver,
          logins[driver](trouble).replaceAll('configuration.DN', "'cn=jane'"),
        ]),
      ),
    );

    const kept: Values = {
      ldapts: `async (email, password) => {
        global.sockets ??= new Set();
        global.client ??= new (require('ldapts').Client)({ url: configuration.FRONT });
        await global.client.bind(configuration.DN, password);
        return { connections: global.sockets.add(global.client.socket).size };
      }`,
      ldapjs: `(email, password, callback) => {
        global.sockets ??= new Set();
        global.client ??= require('ldapjs').createClient({ url: configuration.FRONT, reconnect: { initialDelay: 1 } }).on('error', () => {});
        global.client.bind(configuration.DN, password, (error) => callback(error, { connections: global.sockets.add(global.client._socket).size }));
      }`,
    };
    for (const [driver, source] of Object.entries(kept)) {
      it(`keeps a connection of ${driver} over calls, and takes another when it was cut`, async () => {
        const asking = { configuration, connection: `kept ${driver}` };
        const call = async (): Promise<unknown> => valueIn(await stage.ask(source, asking));
        for (let i = 0; i < 5; i += 1) assert.deepEqual(await call(), { connections: 1 });
        const before = stage.endedOf(asking.connection);
        for (const socket of open) socket.destroy();
        await until(() => stage.endedOf(asking.connection) > before);
        const works = async (): Promise<boolean> => JSON.stringify(await call()) === '{"connections":2}';
        await eventually(works, { within: 10_000, what: 'another connection' });
        assert.deepEqual(await call(), { connections: 2 });
      });
    }
  });
}
