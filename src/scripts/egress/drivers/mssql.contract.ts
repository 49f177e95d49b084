import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  makeOldCertificate,
  makeSelfSignedCertificate,
} from '../../../../test/kit/self-signed-certificate.ts';
import { startTdsServer, type TdsServer } from '../../../../test/kit/tds-server.ts';
import { valueIn } from '../../script-kit.contract.ts';
import type { Values } from './bare-script.contract.ts';
import { type DriverStageOptions, openDriverStage, tellingErrors } from './driver-stage.contract.ts';
import type { InstalledModule } from './installed-module.contract.ts';
import { itSaysOfTrouble } from './trouble.contract.ts';

/** Signs in and asks for a row, in the ways that scripts write it. */
const logins = {
  mssql: (port: string, options: string) => `async (email, password) => {
    const sql = require('mssql');
    const pool = new sql.ConnectionPool({ server: 'localhost', port: ${port}, user: 'app', password: 'secret', connectionTimeout: Number(password) || 20000, options: { ${options} } });
    try {
      await pool.connect();
      const { recordset } = await pool.request().input('email', email).query('SELECT id FROM users WHERE email = @email');
      return recordset[0];
    } finally { await pool.close(); }
  }`,
  tedious: (port: string, options: string) => `(email, password, callback) => {
    const { Connection, Request } = require('tedious');
    const authentication = { type: 'default', options: { userName: 'app', password: 'secret' } };
    const one = new Connection({ server: 'localhost', authentication, options: { port: ${port}, connectTimeout: Number(password) || 20000, ${options} } });
    one.connect((error) => {
      if (error) return callback(error);
      const request = new Request('SELECT id FROM users', (error) => { one.close(); if (error) callback(error); });
      request.on('row', ([{ value }]) => callback(null, { id: value }));
      one.execSql(request);
    });
  }`,
};
type Driver = keyof typeof logins;
const drivers: readonly Driver[] = ['mssql', 'tedious'];

const weak = "minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0'";
const at = (name: string): string => `Number(configuration.${name})`;
const ways: Readonly<Record<string, readonly [port: string, options: string]>> = {
  'without TLS': [at('PLAIN'), 'encrypt: false'],
  'over TLS': [at('TLS'), 'encrypt: true, cryptoCredentialsDetails: { ca: configuration.CA }'],
  'over TLS that nobody vouches for': [at('TLS'), 'encrypt: true, trustServerCertificate: true'],
  'over TLS 1.0 with an old certificate': [
    at('OLD'),
    `encrypt: true, cryptoCredentialsDetails: { ca: configuration.OLD_CA, ${weak} }`,
  ],
};
const errors: Readonly<Record<string, readonly [port: string, options: string]>> = {
  'a certificate that nobody vouches for': [at('TLS'), 'encrypt: true'],
  'a server older than the script takes': [
    at('OLD'),
    'encrypt: true, cryptoCredentialsDetails: { ca: configuration.OLD_CA }',
  ],
  'a server without TLS': [at('PLAIN'), 'encrypt: true'],
};

/** Microsoft's SQL Server, as far as a stand-in for it goes; the driver is a module that the operator has added. */
export function describeMsSql({ moduleFolders, skip }: InstalledModule, options: DriverStageOptions): void {
  describe(`SQL Server at level ${options.level}`, { timeout: 240_000, skip }, () => {
    const stage = openDriverStage({ ...options, moduleFolders });
    const certificate = makeSelfSignedCertificate();
    const oldCertificate = makeOldCertificate();
    const servers: TdsServer[] = [];
    let configuration: Values = {};

    before(async () => {
      const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
      servers.push(await startTdsServer(), await startTdsServer(certificate));
      servers.push(await startTdsServer({ ...oldCertificate, ...old }));
      const [PLAIN = '', TLS = '', OLD = ''] = servers.map(({ port }) => String(port));
      configuration = { PLAIN, TLS, OLD, CA: certificate.cert, OLD_CA: oldCertificate.cert };
    });
    after(() => {
      for (const server of servers) server.stop();
      certificate.remove();
      oldCertificate.remove();
    });

    for (const driver of drivers) {
      const login = logins[driver];
      for (const [name, [port, settings]] of Object.entries(ways))
        it(`serves ${driver} ${name}`, () => stage.works(login(port, settings), configuration, { id: 7 }));
      for (const [name, [port, settings]] of Object.entries(errors)) {
        it(`lets ${driver} say of ${name} what it always says`, async () => {
          const said = await stage.saysTheSame(tellingErrors(login(port, settings)), { configuration });
          assert.match(JSON.stringify(said), /"code":"(?:ESOCKET|EENCRYPT)"/);
        });
      }
    }

    it('lets mssql say of a login that fails what it always says', async () => {
      const source = logins.mssql(at('PLAIN'), 'encrypt: false').replace("'app'", "'nobody'");
      const said = await stage.saysTheSame(tellingErrors(source), { configuration });
      assert.match(JSON.stringify(said), /"code":"ELOGIN"/);
    });

    itSaysOfTrouble(
      stage,
      Object.fromEntries(
        drivers.map((driver) => [driver, logins[driver]('Number(email)', 'encrypt: false')]),
      ),
    );

    it('keeps a pool of mssql over calls', async () => {
      const source = `async () => {
        const sql = require('mssql');
        global.pool ??= new sql.ConnectionPool({ server: 'localhost', port: ${at('PLAIN')}, user: 'app', password: 'secret', pool: { max: 1 }, options: { encrypt: false } }).connect();
        const { recordset } = await (await global.pool).request().query('SELECT id FROM users');
        return recordset[0];
      }`;
      for (let i = 0; i < 5; i += 1) {
        const answer = await stage.ask(source, { configuration, connection: 'kept pool' });
        assert.deepEqual(valueIn(answer), { id: 7 });
      }
      // The pool's first connection is one that it only tries itself with.
      assert.ok(stage.endedOf('kept pool') <= 1);
    });
  });
}
