import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { makeSelfSignedCertificate } from '../../../test/kit/self-signed-certificate.ts';
import { skipUnless, startMariaDb, startOpenLdap, startPostgres } from '../../../test/kit/services/index.ts';
import type { Launch, ScriptEgressRefusal } from '../index.ts';
import { openScriptKit, valueIn } from '../script-kit.contract.ts';

type Values = Readonly<Record<string, string>>;

/** Real drivers at real work; each is refused as well, which proves that nothing of it goes another way. */
export function describeEgressDrivers(level: string, launch: Launch): void {
  const refusals: ScriptEgressRefusal[] = [];
  const { ask } = openScriptKit({ launch, onEgressRefused: (one) => refusals.push(one) });

  const works = async (source: string, configuration: Values, expected: unknown): Promise<void> => {
    const answer = await ask(source, { configuration });
    assert.deepEqual(valueIn(answer), expected);
    const before = refusals.length;
    const refused = await ask(source, { configuration, allow: [] });
    assert.notEqual(refused.answer, 'value', 'without the way out');
    assert.equal(refusals[before]?.why, 'connection');
  };

  describe(`HTTP clients through the broker at level ${level}`, { timeout: 60_000 }, () => {
    const certificate = makeSelfSignedCertificate();
    const answer = JSON.stringify({ right: true });
    const old: TlsOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' };
    const servers = {
      HTTP: createHttpServer((_request, response) => response.end(answer)),
      HTTPS: createHttpsServer(certificate, (_request, response) => response.end(answer)),
      OLD: createHttpsServer({ ...certificate, ...old }, (_request, response) => response.end(answer)),
    };
    let configuration: Values;

    before(async () => {
      const urls = await Promise.all(
        Object.entries(servers).map(async ([name, server]) => {
          const port = await portOf(server);
          return [name, `${name === 'HTTP' ? 'http' : 'https'}://localhost:${port}/`];
        }),
      );
      configuration = { ...Object.fromEntries(urls), CA: certificate.cert };
    });
    after(() => {
      for (const server of Object.values(servers)) {
        server.closeAllConnections();
        server.close();
      }
      certificate.remove();
    });

    const oldOptions = "minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0'";
    const read =
      "new Promise((resolve, reject) => sent.on('error', reject).on('response', async (response) => { let text = ''; for await (const chunk of response) text += chunk; resolve(JSON.parse(text)); }))";
    const clients: Readonly<Record<string, string>> = {
      'fetch, HTTP': 'async () => (await fetch(configuration.HTTP)).json()',
      'axios, HTTP': "async () => (await require('axios').get(configuration.HTTP)).data",
      'request, HTTP':
        '(e, p, callback) => { request.get({ url: configuration.HTTP, json: true }, (err, res, body) => callback(err, body)); }',
      'http, keeping connections': `async () => { const http = require('http'); const agent = new http.Agent({ keepAlive: true, maxSockets: 1 }); let last;
        for (let i = 0; i < 3; i += 1) { const sent = http.get(configuration.HTTP, { agent }); last = await ${read}; } agent.destroy(); return last; }`,
      'https, its authority given': `async () => { const sent = require('https').get(configuration.HTTPS, { ca: configuration.CA }); return ${read}; }`,
      'https behind import()': `async () => { const { get } = await import('node:https'); const sent = get(configuration.HTTPS, { ca: configuration.CA }); return ${read}; }`,
      'fetch, HTTPS':
        "async () => { require('tls').setDefaultCACertificates([configuration.CA]); return (await fetch(configuration.HTTPS)).json(); }",
      'axios, HTTPS':
        "async () => { const https = require('https'); return (await require('axios').get(configuration.HTTPS, { httpsAgent: new https.Agent({ ca: configuration.CA, keepAlive: true }) })).data; }",
      'request, HTTPS':
        '(e, p, callback) => { request.get({ url: configuration.HTTPS, ca: configuration.CA, json: true }, (err, res, body) => callback(err, body)); }',
      'https, TLS 1.0': `async () => { const sent = require('https').get(configuration.OLD, { ca: configuration.CA, ${oldOptions} }); return ${read}; }`,
      'request, TLS 1.0': `(e, p, callback) => { request.get({ url: configuration.OLD, json: true, agentOptions: { ca: configuration.CA, ${oldOptions} } }, (err, res, body) => callback(err, body)); }`,
    };
    for (const [name, source] of Object.entries(clients)) {
      it(`serves ${name}`, () => works(source, configuration, { right: true }));
    }

    it('keeps what TLS says: version, name, protocol, authority, peer, session', async () => {
      const source = `async () => { const tls = require('tls'); const { port } = new URL(configuration.HTTPS);
        const once = (options) => new Promise((resolve, reject) => { const socket = tls.connect(options, () => {
          const said = { version: socket.getProtocol(), authorized: socket.authorized, servername: socket.servername, alpn: socket.alpnProtocol,
            reused: socket.isSessionReused(), address: socket.remoteAddress, right: socket.remotePort === Number(port) };
          const end = (session) => { resolve({ said, session }); socket.destroy(); };
          if (options.session) end(); else socket.once('session', end); socket.resume(); }); socket.on('error', reject); });
        const options = { host: '127.0.0.1', port, servername: 'localhost', ca: configuration.CA, ALPNProtocols: ['http/1.1'] };
        const first = await once(options); const second = await once({ ...options, session: first.session });
        return { first: first.said, reused: second.said.reused }; }`;
      assert.deepEqual(valueIn(await ask(source, { configuration })), {
        first: {
          version: 'TLSv1.3',
          authorized: true,
          servername: 'localhost',
          alpn: 'http/1.1',
          reused: false,
          address: '127.0.0.1',
          right: true,
        },
        reused: true,
      });
    });

    it('refuses a certificate that nobody vouches for, and a name that is not in it', async () => {
      const source = `async (email) => { const tls = require('tls'); const { port } = new URL(configuration.HTTPS);
        const fail = (options) => new Promise((resolve) => tls.connect({ port, host: 'localhost', ...options }).on('error', (error) => resolve(error.code)));
        return [await fail({}), await fail({ ca: configuration.CA, servername: 'other.example.com' })]; }`;
      assert.deepEqual(valueIn(await ask(source, { configuration })), [
        'DEPTH_ZERO_SELF_SIGNED_CERT',
        'ERR_TLS_CERT_ALTNAME_INVALID',
      ]);
    });

    it('puts TLS upon a socket that is still connecting', async () => {
      const source = `async () => { const tls = require('tls'); const { port } = new URL(configuration.HTTPS);
        const socket = require('net').connect(Number(port), 'localhost');
        return new Promise((resolve, reject) => { const secure = tls.connect({ socket, host: 'localhost', ca: configuration.CA }, () => {
          resolve({ authorized: secure.authorized, address: secure.remoteAddress }); secure.destroy(); }); secure.on('error', reject); }); }`;
      const said = { authorized: true, address: '127.0.0.1' };
      assert.deepEqual(valueIn(await ask(source, { configuration })), said);
    });
  });

  describe(`MariaDB through the broker at level ${level}`, {
    timeout: 60_000,
    ...skipUnless('mariadb'),
  }, () => {
    let stop = async (): Promise<void> => {};
    let configuration: Values;
    before(async () => {
      const server = await startMariaDb();
      stop = server.stop;
      const {
        host: HOST,
        port,
        user: USER,
        password: PASSWORD,
        database: DATABASE,
      } = await server.newDatabase(
        "CREATE TABLE users (id INT, email VARCHAR(99)); INSERT INTO users VALUES (7, 'jane@example.com');",
      );
      configuration = { HOST, PORT: String(port), USER, PASSWORD, DATABASE };
    });
    after(() => stop());

    const settings =
      '{ host: configuration.HOST, port: Number(configuration.PORT), user: configuration.USER, password: configuration.PASSWORD, database: configuration.DATABASE }';
    const sql = "'SELECT id FROM users WHERE email = ?'";
    for (const [name, source] of Object.entries({
      mysql: `(email, p, callback) => { const one = require('mysql').createConnection(${settings}); one.connect(); one.query(${sql}, [email], (err, rows) => { callback(err, rows && { id: rows[0].id }); one.destroy(); }); }`,
      mysql2: `(email, p, callback) => { const one = require('mysql2').createConnection(${settings}); one.execute(${sql}, [email], (err, rows) => { callback(err, rows && { id: rows[0].id }); one.destroy(); }); }`,
      'mysql2/promise': `async (email) => { const one = await require('mysql2/promise').createConnection(${settings}); const [rows] = await one.execute(${sql}, [email]); await one.end(); return { id: rows[0].id }; }`,
      'a pool in global': `async (email) => { global.pool ??= require('mysql2/promise').createPool(${settings}); let rows; for (let i = 0; i < 3; i += 1) [rows] = await global.pool.query(${sql}, [email]); return { id: rows[0].id }; }`,
    })) {
      it(`serves ${name}`, () => works(source, configuration, { id: 7 }));
    }
  });

  describe(`PostgreSQL through the broker at level ${level}`, {
    timeout: 60_000,
    ...skipUnless('postgres'),
  }, () => {
    let stop = async (): Promise<void> => {};
    let configuration: Values;
    before(async () => {
      const server = await startPostgres();
      stop = server.stop;
      const URL = await server.newDatabase(
        "CREATE TABLE users (id int, email text); INSERT INTO users VALUES (7, 'jane@example.com');",
      );
      configuration = { URL };
    });
    after(() => stop());

    const sql = "'SELECT id FROM users WHERE email = $1'";
    for (const [name, source] of Object.entries({
      pg: `async (email) => { const { Client } = require('pg'); const one = new Client(configuration.URL); await one.connect(); const { rows } = await one.query(${sql}, [email]); await one.end(); return rows[0]; }`,
      'a pool in global': `async (email) => { const { Pool } = require('pg'); global.pool ??= new Pool({ connectionString: configuration.URL }); return (await global.pool.query(${sql}, [email])).rows[0]; }`,
    })) {
      it(`serves ${name}`, () => works(source, configuration, { id: 7 }));
    }
  });

  describe(`OpenLDAP through the broker at level ${level}`, {
    timeout: 60_000,
    ...skipUnless('openldap'),
  }, () => {
    const certificate = makeSelfSignedCertificate();
    let stop = async (): Promise<void> => {};
    let configuration: Values;
    before(async () => {
      const server = await startOpenLdap();
      const dn = await server.addUser({
        uid: 'jane',
        mail: 'jane@example.com',
        password: 'correct horse',
        cn: 'Jane',
        sn: 'J',
      });
      const target = new URL(server.url);
      const secure = createTlsServer(certificate, (socket) => {
        const plain = connect(Number(target.port), target.hostname);
        socket
          .on('error', () => plain.destroy())
          .pipe(plain)
          .on('error', () => socket.destroy())
          .pipe(socket);
      });
      configuration = {
        PLAIN: server.url,
        SECURE: `ldaps://localhost:${await portOf(secure)}`,
        DN: dn,
        CA: certificate.cert,
      };
      stop = async () => {
        secure.close();
        await server.stop();
      };
    });
    after(async () => {
      certificate.remove();
      await stop();
    });

    const ldapts = (
      settings: string,
    ): string => `async (email, password) => { const { Client } = require('ldapts'); const client = new Client(${settings});
      try { await client.bind(configuration.DN, password); const { searchEntries } = await client.search(configuration.DN); return { mail: searchEntries[0].mail }; } finally { await client.unbind(); } }`;
    for (const [name, source] of Object.entries({
      ldapts: ldapts('{ url: configuration.PLAIN }'),
      'ldapts, LDAPS': ldapts('{ url: configuration.SECURE, tlsOptions: { ca: configuration.CA } }'),
      ldapjs: `(email, password, callback) => { const client = require('ldapjs').createClient({ url: configuration.PLAIN }); client.on('error', callback);
        client.bind(configuration.DN, password, (err) => { if (err) return callback(err); client.search(configuration.DN, (err, found) => { if (err) return callback(err);
          found.on('searchEntry', ({ pojo }) => callback(null, { mail: pojo.attributes.find(({ type }) => type === 'mail').values[0] })).on('end', () => client.unbind()); }); }); }`,
    })) {
      it(`serves ${name}`, () => works(source, configuration, { mail: 'jane@example.com' }));
    }
  });
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
