import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pass } from 'node:timers/promises';
import { until } from '../../../test/kit/until.ts';
import type { HostAndPort, Launch, ScriptEgress, ScriptEgressRefusal } from '../index.ts';
import { faultCodeIn, openScriptKit, valueIn } from '../script-kit.contract.ts';

/** The sockets and names that scripts see, when every connection is opened by the server. */
export function describeEgressSockets(level: string, launch: Launch): void {
  describe(`sockets of scripts at level ${level}`, { timeout: 60_000 }, () => {
    const refusals: ScriptEgressRefusal[] = [];
    const connections: ScriptEgress[] = [];
    const own: HostAndPort[] = [];
    const { ask } = openScriptKit({
      launch,
      deadlineMs: 8_000,
      egress: { own },
      onEgress: (one) => connections.push(one),
      onEgressRefused: (one) => refusals.push(one),
      resolve: async (host) => {
        if (host === 'hangs.example.com') await pass(500, undefined, { ref: false }); // and is not known then
        if (host === 'two.example.com')
          return ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }));
        if (host === 'metadata.example.com') return [{ address: '169.254.169.254', family: 4 }];
        if (host === 'db.example.com' || host === 'localhost') return [{ address: '127.0.0.1', family: 4 }];
        throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
      },
    });
    const server = createServer({ allowHalfOpen: true }, talk);
    let configuration: Record<string, string>;

    function talk(socket: Socket): void {
      socket.on('error', () => {});
      socket.once('data', (chunk) => {
        if (String(chunk).startsWith('reset')) return socket.resetAndDestroy();
        socket.unshift(chunk);
        void text(socket).then(
          (all) => socket.end(`heard ${all}`),
          () => {},
        );
      });
    }

    before(async () => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const shut = createServer().listen(0, '127.0.0.1');
      await once(shut, 'listening');
      const portOf = (one: typeof server): string => String((one.address() as AddressInfo).port);
      configuration = { PORT: portOf(server), SHUT: portOf(shut) };
      await new Promise((resolve) => shut.close(resolve));
    });
    after(() => server.close());

    /** Runs a body with `net`, `dns` and `port` in scope, that answers by `done(value)`. */
    const run = async (body: string, allow?: readonly string[]): Promise<unknown> => {
      const source = `function (email, password, callback) {
        const net = require('net'), dns = require('dns'), port = Number(configuration.PORT), done = (value) => callback(null, value);
        ${body} }`;
      const asking = allow === undefined ? { configuration } : { configuration, allow };
      return valueIn(await ask(source, asking));
    };

    it('say where they lead, as a connection of their own would', async () => {
      const said = await run(`const events = []; const socket = net.connect({ host: 'db.example.com', port });
        for (const name of ['lookup', 'connect', 'ready']) socket.on(name, () => events.push(name));
        const before = [socket.connecting, socket.pending, socket.readyState];
        socket.on('ready', () => { done({ before, after: [socket.connecting, socket.pending, socket.readyState], events, address: socket.remoteAddress,
          family: socket.remoteFamily, right: socket.remotePort === port }); socket.destroy(); });`);
      assert.deepEqual(said, {
        before: [true, true, 'opening'],
        after: [false, false, 'open'],
        events: ['lookup', 'connect', 'ready'],
        address: '127.0.0.1',
        family: 'IPv4',
        right: true,
      });
    });

    for (const [form, call] of Object.entries({
      'port, host': "net.connect(port, 'localhost')",
      'a port as text': "net.connect(String(port), '127.0.0.1')",
      'a port alone': 'net.createConnection(port)',
      'a callback': "net.connect(port, '127.0.0.1', () => {})",
      'a socket made before': "new net.Socket().connect(port, '127.0.0.1')",
      'a socket without new': "net.Socket().connect({ port, host: '127.0.0.1' })",
      'a class of its own': "new (class extends net.Socket {})().connect(port, '127.0.0.1')",
      'its own look-up':
        "net.connect({ port, host: 'x.invalid', lookup: (host, options, found) => found(null, options.all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1', 4) })",
    })) {
      it(`connect by ${form}; what is written before waits`, async () => {
        const said = await run(
          `const socket = ${call}; let all = ''; socket.setNoDelay(true).setKeepAlive(true).unref().ref();
           socket.end('hello'); socket.on('data', (chunk) => { all += chunk; }).on('end', () => done(all)).on('error', callback);`,
        );
        assert.equal(said, 'heard hello');
      });
    }

    it('end each direction by itself where the script asks for that', async () => {
      const said = await run(
        `const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true }); socket.end('hello'); socket.resume();
         socket.on('end', () => done({ writable: socket.writable, ended: socket.readableEnded, sent: socket.bytesWritten, got: socket.bytesRead }));`,
      );
      assert.deepEqual(said, { writable: false, ended: true, sent: 5, got: 11 });
    });

    it('carry megabytes both ways', async () => {
      const said = await run(
        `const socket = net.connect(port, '127.0.0.1'); let size = 0; socket.end(Buffer.alloc(8e6, 97)); socket.on('data', (chunk) => { size += chunk.length; }).on('end', () => done(size));`,
      );
      assert.equal(said, 8_000_006);
    });

    it('are closed while they connect, and again opened', async () => {
      const said = await run(
        `const events = []; const socket = net.connect(port, 'hangs.example.com'); socket.on('connect', () => events.push('connect'));
         socket.once('close', () => { events.push('close'); socket.connect(port, '127.0.0.1', () => { done(events); socket.destroy(); }); }); setImmediate(() => socket.destroy());`,
      );
      assert.deepEqual(said, ['close', 'connect']);
    });

    it('time out, and are aborted, while they connect', async () => {
      const said = await run(
        `const signal = AbortSignal.timeout(20); const late = net.connect({ port, host: 'hangs.example.com', timeout: 20 }); late.on('timeout', () => {
           late.destroy(); net.connect({ port, host: 'hangs.example.com', signal }).on('error', (error) => done(error.name)); });`,
      );
      assert.equal(said, 'AbortError');
    });

    const failing: Readonly<Record<string, readonly [call: string, fields: Record<string, unknown>]>> = {
      'that nobody listens': [
        "net.connect(Number(configuration.SHUT), '127.0.0.1')",
        { code: 'ECONNREFUSED', errno: -111, syscall: 'connect', address: '127.0.0.1' },
      ],
      'that nobody listens at any address': [
        "net.connect(Number(configuration.SHUT), 'two.example.com')",
        { code: 'ECONNREFUSED', name: 'AggregateError', errors: 2 },
      ],
      'that there is no such host': [
        "net.connect(port, 'nobody.example.com')",
        { code: 'ENOTFOUND', errno: -3008, syscall: 'getaddrinfo', hostname: 'nobody.example.com' },
      ],
      'that the address is refused': [
        "net.connect(80, '169.254.169.254')",
        { code: 'EACCES', errno: -13, syscall: 'connect', address: '169.254.169.254', port: 80 },
      ],
      'that an address in another spelling is refused': [
        "net.connect(80, '::ffff:a9fe:a9fe')",
        { code: 'EACCES', syscall: 'connect' },
      ],
      'that a name leads to a refused address': [
        "net.connect(80, 'metadata.example.com')",
        { code: 'EACCES', syscall: 'connect', address: '169.254.169.254' },
      ],
      'that there are no unix sockets': [
        "net.connect('/run/any.sock')",
        { code: 'EACCES', address: '/run/any.sock' },
      ],
      'that there are no unix sockets by TLS': [
        "require('tls').connect({ path: '/run/any.sock' })",
        { code: 'EACCES' },
      ],
      'that the far side reset it': [
        "net.connect(port, '127.0.0.1', function () { this.write('reset'); })",
        { code: 'ECONNRESET', errno: -104, syscall: 'read' },
      ],
    };
    for (const [name, [call, fields]] of Object.entries(failing)) {
      it(`say ${name}`, async () => {
        const said = await run(
          `const socket = ${call}; socket.on('error', (error) => done({ ...error, name: error.name, ...(error.errors && { errors: error.errors.length }) }));`,
        );
        assert.partialDeepStrictEqual(said, fields);
      });
    }

    for (const [name, [expression, code]] of Object.entries({
      'no port': ['net.connect({})', 'ERR_MISSING_ARGS'],
      'a port beyond the last': ["net.connect(65536, 'localhost')", 'ERR_SOCKET_BAD_PORT'],
      'a descriptor': ['new net.Socket({ fd: 3 })', 'EACCES'],
      'a descriptor by its number': ['net.Socket(3)', 'EACCES'],
    })) {
      it(`throw for ${name}`, async () => {
        assert.equal(await run(`try { ${expression}; } catch (error) { done(error.code); }`), code);
      });
    }

    it('have names resolved in every form of the call', async () => {
      const said = await run(
        `const { promisify } = require('util'); (async () => done([
          await new Promise((resolve) => dns.lookup('db.example.com', (...all) => resolve(all))),
          await new Promise((resolve) => dns.lookup('two.example.com', { all: true }, (...all) => resolve(all))),
          await dns.promises.lookup('db.example.com'), await require('dns/promises').lookup('two.example.com', { all: true }),
          await promisify(dns.lookup)('db.example.com', 4), await dns.promises.lookup('127.0.0.9'),
          await dns.promises.lookup('nobody.example.com').catch((error) => [error.code, error.syscall, error.hostname]) ]))();`,
      );
      const one = { address: '127.0.0.1', family: 4 };
      const two = [one, { address: '127.0.0.2', family: 4 }];
      const unknown = ['ENOTFOUND', 'getaddrinfo', 'nobody.example.com'];
      const nine = { address: '127.0.0.9', family: 4 };
      assert.deepEqual(said, [[null, '127.0.0.1', 4], [null, two], one, two, one, nine, unknown]);
    });

    it('keep to what the connection allows, and tell the operator what to allow', async () => {
      const call = "net.connect(port, 'db.example.com')";
      const body = `const socket = ${call}; socket.on('connect', () => { done('connected'); socket.destroy(); }).on('error', (error) => done(error.code));`;
      assert.equal(await run(body, [`*.example.com:${configuration['PORT']}`]), 'connected');
      assert.equal(await run(body, [`127.0.0.0/8:${configuration['PORT']}`]), 'connected');
      assert.equal(await run(body, ['*.example.com:1']), 'EACCES');
      const last = refusals.at(-1);
      assert.partialDeepStrictEqual(last, {
        connectionName: 'legacy shop',
        host: 'db.example.com',
        port: Number(configuration['PORT']),
        why: 'connection',
      });
    });

    it('keep to a narrower policy from the next call on, the scripts being the same', async () => {
      const source = `(e, p, callback) => { const socket = require('net').connect(Number(configuration.PORT), '127.0.0.1', () => { callback(null, 'connected'); socket.destroy(); }); socket.on('error', callback); }`;
      const asking = { configuration, connection: 'narrowed' };
      assert.equal(valueIn(await ask(source, asking)), 'connected');
      assert.equal(faultCodeIn(await ask(source, { ...asking, allow: [] })), 'EACCES');
      assert.equal(valueIn(await ask(source, asking)), 'connected');
    });

    it('never lead to Segue itself, in whatever spelling', async () => {
      const segue = createServer().listen(0, '0.0.0.0');
      await once(segue, 'listening');
      const { port } = segue.address() as AddressInfo;
      own.push({ host: '0.0.0.0', port });
      const hosts = [
        '127.0.0.1',
        'localhost',
        '::ffff:127.0.0.1',
        '127.1.2.3',
        'db.example.com',
        '::1',
        '0.0.0.0',
      ];
      const said = await run(`const codes = []; for (const host of ${JSON.stringify(hosts)})
        net.connect(${port}, host).on('connect', () => callback(null, host)).on('error', ({ code }) => { if (codes.push(code) === ${hosts.length}) done(codes); });`);
      segue.close();
      assert.deepEqual(said, Array(hosts.length).fill('EACCES'));
      assert.ok(refusals.some(({ why }) => why === 'own-endpoint'));
    });

    it('are none where a pattern cannot be read', async () => {
      const answer = await ask('async () => ({})', { allow: ['db:port'] });
      assert.equal(faultCodeIn(answer), 'egress-pattern');
      assert.match(JSON.stringify(answer), /db:port/);
    });

    it('are counted', async () => {
      const before = connections.length;
      await run(`net.connect(port, '127.0.0.1').end('count me').resume().on('end', () => done(1));`);
      await until(() => connections.slice(before).some(({ bytesSent }) => bytesSent === 8));
    });

    it('keep a failure with the call that it belongs to', async () => {
      const source = `(email, password, callback) => { const port = Number(configuration.PORT);
        const socket = require('net').connect(port, '127.0.0.1', () => { if (email === 'bad@example.com') throw new RangeError('mine'); socket.end('x'); });
        socket.on('data', () => {}).on('end', () => setTimeout(callback, 50, null, { email })); }`;
      const asking = { configuration, connection: 'context' };
      const [good, bad] = await Promise.all([
        ask(source, { ...asking, email: 'good@example.com' }),
        ask(source, { ...asking, email: 'bad@example.com' }),
      ]);
      assert.deepEqual([valueIn(good), faultCodeIn(bad)], [{ email: 'good@example.com' }, 'RangeError']);
    });
  });
}
