import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createConnection } from 'mysql2/promise';
import { eventually } from '../../../../test/kit/eventually.ts';
import {
  makeOldCertificate,
  makeSelfSignedCertificate,
} from '../../../../test/kit/self-signed-certificate.ts';
import { skipUnless, startMariaDb, type TestMariaDb } from '../../../../test/kit/services/index.ts';
import { until } from '../../../../test/kit/until.ts';
import { valueIn } from '../../script-kit.contract.ts';
import type { Values } from './bare-script.contract.ts';
import { type DriverStageOptions, openDriverStage, tellingErrors } from './driver-stage.contract.ts';
import { itSaysOfTrouble } from './trouble.contract.ts';

const table =
  "CREATE TABLE users (id INT, email VARCHAR(99)); INSERT INTO users VALUES (7, 'jane@example.com');";
const settings =
  'host: configuration.HOST, port: Number(configuration.PORT), user: configuration.USER, password: configuration.PASSWORD, database: configuration.DATABASE';
const weak = "minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0'";

/** One query of each driver on a connection of its own, in the ways that scripts write it. */
const queries = {
  mysql: (options: string, sql: string) => `(email, password, callback) => {
    const one = require('mysql').createConnection({ ${options} });
    one.connect();
    one.query("${sql}", [email], (error, rows) => { callback(error, rows && rows[0]); one.destroy(); });
  }`,
  mysql2: (options: string, sql: string) => `(email, password, callback) => {
    const one = require('mysql2').createConnection({ ${options} });
    one.execute("${sql}", [email], (error, rows) => { callback(error, rows && rows[0]); one.destroy(); });
  }`,
  'mysql2/promise': (options: string, sql: string) => `async (email, password) => {
    const one = await require('mysql2/promise').createConnection({ ${options} });
    const [rows] = await one.execute("${sql}", [email]);
    await one.end();
    return rows[0];
  }`,
};
type Driver = keyof typeof queries;
const drivers: readonly Driver[] = ['mysql', 'mysql2', 'mysql2/promise'];

const salt = 'x'.repeat(8);

/** How a server begins: a packet with protocol 10, a version, and salt for the password. */
const greeting = Buffer.from(
  `I\0\0\0\x0a5.7.0\0\x01\0\0\0${salt}\0\xff\xf7\x21\x02\0\xff\x81\x15${'\0'.repeat(10)}${salt}xxxx\0mysql_native_password\0`,
  'latin1',
);

/** MySQL's protocol: TLS begins inside it. */
export function describeMySql(options: DriverStageOptions): void {
  describe(`MariaDB at level ${options.level}`, { timeout: 240_000, ...skipUnless('mariadb') }, () => {
    const stage = openDriverStage(options);
    const certificate = makeSelfSignedCertificate();
    const oldCertificate = makeOldCertificate();
    const servers: TestMariaDb[] = [];
    let modern: Values = {};
    let old: Values = {};

    const start = async ({ cert, key }: { cert: string; key: string }, isOld: boolean): Promise<Values> => {
      const server = await startMariaDb({ tls: { cert, key, old: isOld } });
      servers.push(server);
      const { host, port, user, password, database } = await server.newDatabase(table);
      const access = { HOST: host, PORT: String(port), USER: user, PASSWORD: password, DATABASE: database };
      return { ...access, CA: cert };
    };
    const kill = async (connection: unknown): Promise<void> => {
      const root = await createConnection(servers[0]?.rootUrl ?? '');
      await root.query('KILL ?', [Object(connection).id]);
      await root.end();
    };
    before(async () => {
      modern = await start(certificate, false);
      old = await start(oldCertificate, true);
    });
    after(async () => {
      for (const server of servers) await server.stop();
      certificate.remove();
      oldCertificate.remove();
    });

    const findJane = 'SELECT id FROM users WHERE email = ?';
    const showTls =
      "SELECT id, (SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'Ssl_version') AS tls FROM users WHERE email = ?";

    for (const driver of drivers) {
      const query = queries[driver];
      it(`serves ${driver}`, () => stage.works(query(settings, findJane), modern, { id: 7 }));

      it(`serves ${driver} over TLS`, () =>
        stage.works(query(`${settings}, ssl: { ca: configuration.CA }`, showTls), modern, {
          id: 7,
          tls: 'TLSv1.3',
        }));

      it(`serves ${driver} over TLS that nobody vouches for, where the script wants it`, () =>
        stage.works(query(`${settings}, ssl: { rejectUnauthorized: false }`, showTls), modern, {
          id: 7,
          tls: 'TLSv1.3',
        }));

      it(`serves ${driver} over TLS 1.0 with an old certificate`, () =>
        stage.works(query(`${settings}, ssl: { ca: configuration.CA, ${weak} }`, showTls), old, {
          id: 7,
          tls: 'TLSv1',
        }));
    }

    const errors: Values = {
      'a certificate that nobody vouches for': `${settings}, ssl: {}`,
      'a server older than the script takes': `${settings}, ssl: { minVersion: 'TLSv1.3' }, port: Number(configuration.OLD)`,
      "a certificate that is not of Amazon's": `${settings}, ssl: 'Amazon RDS'`,
      'a wrong password': `${settings}, password: 'wrong'`,
      'a database that is not there': `${settings}, database: 'other'`,
    };
    for (const driver of drivers) {
      for (const [name, options] of Object.entries(errors)) {
        it(`lets ${driver} say of ${name} what it always says`, async () => {
          const source = tellingErrors(queries[driver](options, findJane));
          const said = await stage.saysTheSame(source, {
            configuration: { ...modern, OLD: String(old['PORT']) },
          });
          assert.match(JSON.stringify(said), /"code":"./);
        });
      }
    }

    itSaysOfTrouble(
      stage,
      Object.fromEntries(
        drivers.map((driver) => [
          driver,
          queries[driver](
            "host: '127.0.0.1', port: Number(email), connectTimeout: Number(password)",
            'SELECT 1',
          ),
        ]),
      ),
      greeting,
    );

    const pools: Values = {
      mysql: `(email, password, callback) => {
        global.pool ??= require('mysql').createPool({ ${settings}, ssl: { ca: configuration.CA }, connectionLimit: 1 });
        global.pool.query('SELECT CONNECTION_ID() AS id', (error, rows) => callback(error, rows && rows[0]));
      }`,
      'mysql, connections borrowed': `(email, password, callback) => {
        global.pool ??= require('mysql').createPool({ ${settings}, connectionLimit: 1 });
        global.pool.getConnection((error, one) => {
          if (error) return callback(error);
          one.query('SELECT CONNECTION_ID() AS id', (error, rows) => { one.release(); callback(error, rows && rows[0]); });
        });
      }`,
      'mysql2/promise': `async () => {
        global.pool ??= require('mysql2/promise').createPool({ ${settings}, ssl: { ca: configuration.CA }, connectionLimit: 1 });
        const [rows] = await global.pool.query('SELECT CONNECTION_ID() AS id');
        return rows[0];
      }`,
    };
    for (const [name, source] of Object.entries(pools)) {
      it(`keeps a pool of ${name} over calls, and one whose connection was killed`, async () => {
        const asking = { configuration: modern, connection: name };
        const call = async (): Promise<unknown> => valueIn(await stage.ask(source, asking));
        const first = await call();
        const more = await Promise.all(Array.from({ length: 20 }, call));
        assert.deepEqual(more, Array(20).fill(first));
        const before = stage.endedOf(name);
        await kill(first);
        await until(() => stage.endedOf(name) > before);
        const works = async (): Promise<boolean> => /^{"id":/.test(JSON.stringify(await call()));
        await eventually(works, { within: 10_000, what: 'a new connection in the pool' });
        assert.notDeepEqual(await call(), first);
        assert.deepEqual(await call(), await call());
      });
    }
  });
}
