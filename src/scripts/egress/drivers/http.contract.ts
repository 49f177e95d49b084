import assert from 'node:assert/strict';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import {
  makeOldCertificate,
  makeSelfSignedCertificate,
} from '../../../../test/kit/self-signed-certificate.ts';
import { valueIn } from '../../script-kit.contract.ts';
import type { Values } from './bare-script.contract.ts';
import { type DriverStageOptions, openDriverStage, tellingErrors } from './driver-stage.contract.ts';
import { itSaysOfTrouble, portOf } from './trouble.contract.ts';

const weak = "minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0'";
const old: TlsOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' };

/** In the trouble below the password is a time; in its place stands what nobody waits for. */
const patience = '(Number(password) || 20000)';

/** One request of each client: an expression for its URL, and TLS options. */
const requests = {
  request: (url: string, tls = '') => `(email, password, callback) => {
    require('request').get({ url: ${url}, json: true, timeout: ${patience}, ${tls} }, (error, response, body) => callback(error, body));
  }`,
  axios: (url: string, tls = '') => `async (email, password) => {
    const { Agent } = require('https');
    return (await require('axios').get(${url}, { timeout: ${patience}, httpsAgent: new Agent({ ${tls} }) })).data;
  }`,
  https: (url: string, tls = '') => `(email, password, callback) => {
    const url = new URL(${url});
    require(url.protocol.slice(0, -1)).get(url, { timeout: ${patience}, agent: false, ${tls} }, async (response) => {
      const chunks = []; for await (const chunk of response) chunks.push(chunk);
      callback(null, JSON.parse(Buffer.concat(chunks)));
    }).on('error', callback).on('timeout', function () { this.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })); });
  }`,
};
type Client = keyof typeof requests;
const clients: readonly Client[] = ['request', 'axios', 'https'];

/** HTTP clients, against servers of today and of long ago. */
export function describeHttp(options: DriverStageOptions): void {
  describe(`HTTP clients at level ${options.level}`, { timeout: 240_000 }, () => {
    const stage = openDriverStage(options);
    const certificate = makeSelfSignedCertificate();
    const oldCertificate = makeOldCertificate();
    const answer: RequestListener = ({ url }, response) => {
      if (url !== '/kept') response.setHeader('connection', 'close');
      response.end(JSON.stringify({ right: true }));
    };
    const servers = {
      HTTP: createHttpServer(answer),
      HTTPS: createHttpsServer(certificate, answer),
      OLD: createHttpsServer({ ...oldCertificate, ...old }, answer),
    };
    const http2 = createSecureServer(certificate, (_request, response) => response.end('{"right":true}'));
    const breaking = createBreakingServer(certificate);
    const resetting = createServer((socket) => {
      socket.on('error', () => {}).once('data', () => socket.resetAndDestroy());
    });
    let configuration: Values = {};

    before(async () => {
      const urls = Object.entries(servers).map(async ([name, server]) => {
        const port = await portOf(server);
        return [name, `${name === 'HTTP' ? 'http' : 'https'}://localhost:${port}/`];
      });
      configuration = {
        ...Object.fromEntries(await Promise.all(urls)),
        BREAKING: `https://localhost:${await portOf(breaking)}/`,
        RESETTING: String(await portOf(resetting)),
        HTTP2: `https://localhost:${await portOf(http2)}`,
        CA: certificate.cert,
        OLD_CA: oldCertificate.cert,
      };
    });
    after(() => {
      http2.close();
      breaking.close();
      resetting.close();
      for (const server of Object.values(servers)) {
        server.closeAllConnections();
        server.close();
      }
      certificate.remove();
      oldCertificate.remove();
    });

    const works = (name: string, source: string): void =>
      void it(`serves ${name}`, () => stage.works(source, configuration, { right: true }));

    for (const client of clients) {
      const request = requests[client];
      works(`${client}, HTTP`, request('configuration.HTTP'));
      const oldTls = `ca: configuration.OLD_CA, ${weak}`;
      // What goes to its agent goes to its sockets.
      const inAgent = client === 'request' ? `agentOptions: { ${oldTls} }` : oldTls;
      works(`${client}, HTTPS`, request('configuration.HTTPS', 'ca: configuration.CA'));
      works(
        `${client}, HTTPS that nobody vouches for`,
        request('configuration.HTTPS', 'rejectUnauthorized: false'),
      );
      works(`${client}, TLS 1.0 with an old certificate`, request('configuration.OLD', inAgent));
    }
    for (const [name, source] of Object.entries(otherRequests)) works(name, source);

    const errors: Readonly<Record<string, readonly [url: string, tls: string]>> = {
      'a certificate that nobody vouches for': ['configuration.HTTPS', ''],
      'a name that is not in the certificate': [
        "configuration.HTTPS.replace('localhost', '[::ffff:127.0.0.1]')",
        'ca: configuration.CA',
      ],
      'a server older than the script takes': ['configuration.OLD', 'ca: configuration.OLD_CA'],
      'a connection that ends within TLS': ["configuration.BREAKING + 'end'", 'ca: configuration.CA'],
      'a connection that is reset within TLS': ["configuration.BREAKING + 'reset'", 'ca: configuration.CA'],
    };
    for (const [name, [url, tls]] of Object.entries(errors)) {
      for (const client of clients) {
        it(`lets ${client} say of ${name} what it always says`, async () => {
          const said = await stage.saysTheSame(tellingErrors(requests[client](url, tls)), { configuration });
          assert.match(JSON.stringify(said), /"code":"./);
        });
      }
    }

    const trouble: Values = {
      ...Object.fromEntries(
        clients.map((client) => [client, requests[client]("'http://127.0.0.1:' + email")]),
      ),
      fetch:
        "async (email, password) => (await fetch('http://127.0.0.1:' + email, { signal: AbortSignal.timeout(Number(password)) })).json()",
    };
    itSaysOfTrouble(stage, trouble);

    it('keeps connections of an agent over calls', async () => {
      const source = `(email, password, callback) => {
        global.agent ??= new (require('https').Agent)({ keepAlive: true, maxSockets: 1, ca: configuration.CA });
        global.sockets ??= new Set();
        require('https').get(configuration.HTTPS + 'kept', { agent: global.agent }, (response) => {
          global.sockets.add(response.socket);
          response.resume().on('end', () => callback(null, { connections: global.sockets.size }));
        }).on('error', callback);
      }`;
      for (let i = 0; i < 5; i += 1) {
        const answer = await stage.ask(source, { configuration, connection: 'kept agent' });
        assert.deepEqual(valueIn(answer), { connections: 1 });
      }
    });

    it('keeps what TLS says: version, name, protocol, authority, peer, session', async () => {
      assert.deepEqual(await stage.saysTheSame(whatTlsSays, { configuration }), {
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

    it('puts TLS upon a socket that is still connecting', async () => {
      const source = `async () => { const tls = require('tls'); const { port } = new URL(configuration.HTTPS);
        const socket = require('net').connect(Number(port), 'localhost');
        return new Promise((resolve, reject) => { const secure = tls.connect({ socket, host: 'localhost', ca: configuration.CA }, () => {
          resolve({ authorized: secure.authorized, address: secure.remoteAddress }); secure.destroy(); }); secure.on('error', reject); }); }`;
      const said = { authorized: true, address: '127.0.0.1' };
      assert.deepEqual(await stage.saysTheSame(source, { configuration }), said);
    });

    for (const [when, port] of Object.entries({
      'while it begins': 'configuration.RESETTING',
      'later on': 'new URL(configuration.BREAKING).port',
    })) {
      it(`says that TLS upon a socket was reset ${when}, as databases have it`, async () => {
        const source = `(email, password, callback) => {
          const heard = [];
          const socket = require('net').connect(Number(${port}), 'localhost', () => {
            const secure = require('tls').connect({ socket, host: 'localhost', ca: configuration.CA }, () => secure.write('reset'));
            secure.on('error', ({ code, syscall }) => heard.push({ code, syscall })).on('end', () => heard.push('end')).resume();
            secure.on('close', () => setImmediate(callback, null, heard));
          });
          socket.on('error', ({ code }) => heard.push({ below: code }));
        }`;
        const said = await stage.saysTheSame(source, { configuration });
        assert.deepEqual(said, [{ code: 'ECONNRESET', syscall: 'read' }]);
      });
    }
  });
}

/** Answers a request for `/end` with the end of the connection, and any other by resetting it. */
function createBreakingServer(certificate: TlsOptions): Server {
  const sockets = new Map<number | undefined, Socket>();
  const server = createTlsServer(certificate, (secure) => {
    const socket = sockets.get(secure.remotePort);
    secure
      .on('error', () => {})
      .once('data', (request) => {
        if (String(request).startsWith('GET /end')) secure.end();
        else socket?.resetAndDestroy();
      });
  });
  return server.on('connection', (socket) => sockets.set(socket.remotePort, socket));
}

const read =
  "new Promise((resolve, reject) => sent.on('error', reject).on('response', async (response) => { let text = ''; for await (const chunk of response) text += chunk; resolve(JSON.parse(text)); }))";

/** Changes how all of a process speaks TLS, as old scripts do, and changes it back. */
const withTlsOf = (change: string, body: string): string => `async () => {
  const tls = require('tls');
  const { DEFAULT_MIN_VERSION, DEFAULT_CIPHERS } = tls;
  const authorities = tls.getCACertificates();
  try { ${change}; ${body} } finally {
    tls.setDefaultCACertificates(authorities);
    Object.assign(tls, { DEFAULT_MIN_VERSION, DEFAULT_CIPHERS });
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  }
}`;

const otherRequests: Values = {
  'fetch, HTTP': 'async () => (await fetch(configuration.HTTP)).json()',
  'fetch, HTTPS': withTlsOf(
    'tls.setDefaultCACertificates([...tls.getCACertificates(), configuration.CA])',
    'return await (await fetch(configuration.HTTPS)).json();',
  ),
  'fetch, TLS 1.0 with an old certificate': withTlsOf(
    "tls.setDefaultCACertificates([configuration.OLD_CA]); tls.DEFAULT_MIN_VERSION = 'TLSv1'; tls.DEFAULT_CIPHERS = 'DEFAULT@SECLEVEL=0'",
    'return await (await fetch(configuration.OLD)).json();',
  ),
  'a script that trusts everybody by an environment variable': withTlsOf(
    "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'",
    "return (await require('axios').get(configuration.HTTPS)).data;",
  ),
  'https behind import()': `async () => { const { get } = await import('node:https'); const sent = get(configuration.HTTPS, { ca: configuration.CA, agent: false }); return ${read}; }`,
  'http, keeping connections': `async () => { const http = require('http'); const agent = new http.Agent({ keepAlive: true, maxSockets: 1 }); let last;
    for (let i = 0; i < 3; i += 1) { const sent = http.get(configuration.HTTP + 'kept', { agent }); last = await ${read}; } agent.destroy(); return last; }`,
  'HTTP/2': `(email, password, callback) => {
    const session = require('http2').connect(configuration.HTTP2, { ca: configuration.CA }).on('error', callback);
    const stream = session.request({ ':path': '/' }).setEncoding('utf8');
    let text = ''; stream.on('data', (chunk) => { text += chunk; }).on('error', callback).on('end', () => { session.close(); callback(null, JSON.parse(text)); });
  }`,
};

const whatTlsSays = `async () => { const tls = require('tls'); const { port } = new URL(configuration.HTTPS);
  const once = (options) => new Promise((resolve, reject) => { const socket = tls.connect(options, () => {
    const said = { version: socket.getProtocol(), authorized: socket.authorized, servername: socket.servername, alpn: socket.alpnProtocol,
      reused: socket.isSessionReused(), address: socket.remoteAddress, right: socket.remotePort === Number(port) };
    const end = (session) => { resolve({ said, session }); socket.destroy(); };
    if (options.session) end(); else socket.once('session', end); socket.resume(); }); socket.on('error', reject); });
  const options = { host: '127.0.0.1', port, servername: 'localhost', ca: configuration.CA, ALPNProtocols: ['http/1.1'] };
  const first = await once(options); const second = await once({ ...options, session: first.session });
  return { first: first.said, reused: second.said.reused }; }`;
