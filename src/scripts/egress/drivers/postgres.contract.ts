import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { Client } from 'pg';
import { eventually } from '../../../../test/kit/eventually.ts';
import {
  makeOldCertificate,
  makeSelfSignedCertificate,
  type SelfSignedCertificate,
} from '../../../../test/kit/self-signed-certificate.ts';
import { skipUnless, startPostgres, type TestPostgres } from '../../../../test/kit/services/index.ts';
import { until } from '../../../../test/kit/until.ts';
import { valueIn } from '../../script-kit.contract.ts';
import type { Values } from './bare-script.contract.ts';
import { type DriverStageOptions, openDriverStage, tellingErrors } from './driver-stage.contract.ts';
import { itSaysOfTrouble, portOf } from './trouble.contract.ts';

const table = "CREATE TABLE users (id int, email text); INSERT INTO users VALUES (7, 'jane@example.com');";
const findJane =
  'SELECT id, (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AS tls FROM users WHERE email = $1';

/** One query on a connection of its own, as scripts of today and of old write it. */
const queries = {
  pg: (options: string, sql = findJane) => `async (email, password) => {
    const { Client } = require('pg');
    const one = new Client({ ${options} });
    one.on('error', () => {});
    await one.connect();
    try { return (await one.query('${sql}', [email])).rows[0]; } finally { await one.end(); }
  }`,
  'pg.connect': (options: string, sql = findJane) => `(email, password, callback) => {
    const pg = require('pg');
    pg.connect({ ${options} }, (error, one, done) => {
      if (error) return callback(error);
      one.query('${sql}', [email], (error, result) => { done(true); callback(error, result && result.rows[0]); });
    });
  }`,
};
type Driver = keyof typeof queries;
const drivers: readonly Driver[] = ['pg', 'pg.connect'];

/** PostgreSQL's protocol: TLS is asked for in it, or begins at once. */
export function describePostgres(options: DriverStageOptions): void {
  describe(`PostgreSQL at level ${options.level}`, { timeout: 240_000, ...skipUnless('postgres') }, () => {
    const stage = openDriverStage(options);
    const certificate = makeSelfSignedCertificate();
    const oldCertificate = makeOldCertificate();
    const servers: TestPostgres[] = [];
    let configuration: Values = {};

    const start = async (tls?: SelfSignedCertificate): Promise<string> => {
      const old = tls === oldCertificate;
      const server = await startPostgres(tls === undefined ? {} : { tls: { ...tls, old } });
      servers.push(server);
      return server.newDatabase(table);
    };
    const direct = createTlsServer({ ...certificate, ALPNProtocols: ['postgresql'] }, (socket) => {
      const { port, hostname } = new URL(configuration['PLAIN'] ?? '');
      const plain = connect(Number(port), hostname);
      socket.on('error', () => plain.destroy()).pipe(plain);
      plain.on('error', () => socket.destroy()).pipe(socket);
    });
    before(async () => {
      const [PLAIN, TLS, OLD] = [await start(), await start(certificate), await start(oldCertificate)];
      const url = new URL(PLAIN);
      url.port = String(await portOf(direct));
      const certificates = { CA: certificate.cert, OLD_CA: oldCertificate.cert };
      configuration = { PLAIN, TLS, OLD, DIRECT: url.href, ...certificates };
    });
    after(async () => {
      direct.close();
      for (const server of servers) await server.stop();
      certificate.remove();
      oldCertificate.remove();
    });

    const secure = 'connectionString: configuration.TLS, ssl: { ca: configuration.CA }';
    const ways: Readonly<Record<string, readonly [options: string, tls: string | null]>> = {
      'without TLS': ['connectionString: configuration.PLAIN', null],
      'over TLS': [secure, 'TLSv1.3'],
      'over TLS that nobody vouches for': [
        'connectionString: configuration.TLS, ssl: { rejectUnauthorized: false }',
        'TLSv1.3',
      ],
      'over TLS, as its URL says': ["connectionString: configuration.TLS + '?sslmode=no-verify'", 'TLSv1.3'],
      'over TLS 1.0 with an old certificate': [
        "connectionString: configuration.OLD, ssl: { ca: configuration.OLD_CA, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }",
        'TLSv1',
      ],
      'over TLS from the first byte': [
        "connectionString: configuration.DIRECT, ssl: { ca: configuration.CA }, sslnegotiation: 'direct'",
        null,
      ],
    };
    const errors: Values = {
      'a certificate that nobody vouches for': 'connectionString: configuration.TLS, ssl: true',
      'a server without TLS': 'connectionString: configuration.PLAIN, ssl: { ca: configuration.CA }',
      'a server older than the script takes':
        'connectionString: configuration.OLD, ssl: { ca: configuration.OLD_CA }',
      'a wrong password': `${secure}, connectionString: configuration.TLS.replace(/:[^:@]+@/, ':wrong@')`,
      'a database that is not there': `${secure}, connectionString: configuration.TLS + 'x'`,
    };
    for (const driver of drivers) {
      const query = queries[driver];
      for (const [name, [connection, tls]] of Object.entries(ways))
        it(`serves ${driver} ${name}`, () => stage.works(query(connection), configuration, { id: 7, tls }));
      for (const [name, connection] of Object.entries(errors)) {
        it(`lets ${driver} say of ${name} what it always says`, async () => {
          const said = await stage.saysTheSame(tellingErrors(query(connection)), { configuration });
          assert.match(JSON.stringify(said), /"message":"./);
        });
      }
    }

    const trouble =
      "host: '127.0.0.1', port: Number(email), user: 'u', password: 'p', database: 'd', connectionTimeoutMillis: Number(password)";
    itSaysOfTrouble(
      stage,
      Object.fromEntries(drivers.map((driver) => [driver, queries[driver](trouble, 'SELECT 1')])),
    );

    const pools: Values = {
      'pg over TLS': `async () => {
        const { Pool } = require('pg');
        global.pool ??= new Pool({ ${secure}, max: 1 }).on('error', () => {});
        return (await global.pool.query('SELECT pg_backend_pid() AS id')).rows[0];
      }`,
      'pg.connect': `(email, password, callback) => {
        require('pg').connect(configuration.TLS, (error, one, done) => {
          if (error) return callback(error);
          one.query('SELECT pg_backend_pid() AS id', (error, result) => { done(); callback(error, result && result.rows[0]); });
        });
      }`,
    };
    for (const [name, source] of Object.entries(pools)) {
      it(`keeps a pool of ${name} over calls, and one whose connection was killed`, async () => {
        const asking = { configuration, connection: name };
        const call = async (): Promise<unknown> => valueIn(await stage.ask(source, asking));
        const first = await call();
        const again: unknown[] = [];
        for (let i = 0; i < 5; i += 1) again.push(await call());
        assert.deepEqual(again, Array(5).fill(first));
        await Promise.all(Array.from({ length: 20 }, call));
        const before = stage.endedOf(name);
        await terminate(configuration['TLS'] ?? '', first);
        await until(() => stage.endedOf(name) > before);
        const works = async (): Promise<boolean> => /^{"id":/.test(JSON.stringify(await call()));
        await eventually(works, { within: 10_000, what: 'a new connection in the pool' });
        assert.notDeepEqual(await call(), first);
      });
    }
  });
}

async function terminate(url: string, backend: unknown): Promise<void> {
  const other = new Client(url);
  await other.connect();
  await other.query('SELECT pg_terminate_backend($1)', [Object(backend).id]);
  await other.end();
}
