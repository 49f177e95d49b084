import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { until } from '../../../test/kit/until.ts';
import type { EgressAnswer, ServerMessage } from '../wire.ts';
import { EgressBroker, type EgressConnection, type RefusedEgress } from './egress-broker.ts';
import { makeEgressFolder } from './egress-folder.ts';
import { type DeploymentEgress, egressPolicies } from './egress-policy.ts';
import { type ResolveHost, resolveInTurn } from './resolve-host.ts';
import type { OpenRecords } from './resolve-records.ts';

const servers: Server[] = [];
after(() => {
  for (const server of servers) server.close();
});

/** Listens on loopback and gives the port; the far side of every test. */
async function listen(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, onSocket).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

interface Kit {
  readonly broker: EgressBroker;
  readonly refused: RefusedEgress[];
  readonly ended: EgressConnection[];
  readonly answers: ServerMessage[];
  /** Asks for a connection, and gives the answer. */
  ask(host: string, port: number): Promise<EgressAnswer>;
  /** As a runner does: asks and connects. */
  open(host: string, port: number): Promise<Socket>;
}

const nowhere: ResolveHost = async () => {
  throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
};

function openKit({
  resolve = nowhere,
  openRecords = () => assert.fail('DNS is asked'),
  allow,
  ...deployment
}: DeploymentEgress & { resolve?: ResolveHost; openRecords?: OpenRecords } = {}): Kit {
  const refused: RefusedEgress[] = [];
  const ended: EgressConnection[] = [];
  const answers: ServerMessage[] = [];
  const broker = new EgressBroker({
    folder: makeEgressFolder(),
    policy: egressPolicies(deployment, resolve, () => 0)(allow),
    resolve: resolveInTurn(resolve),
    openRecords,
    now: () => performance.now(),
    onRefused: (one) => refused.push(one),
    onConnection: (one) => ended.push(one),
  });
  after(() => broker.close());
  const waiting = new Map<number, (answer: EgressAnswer) => void>();
  broker.answerBy((message) => {
    answers.push(message);
    if ('id' in message && 'type' in message && message.type !== 'call' && message.type !== 'abandon')
      waiting.get(message.id)?.(message);
  });
  let lastId = 0;
  const ask = (host: string, port: number): Promise<EgressAnswer> =>
    new Promise((answered) => {
      lastId += 1;
      waiting.set(lastId, answered);
      assert.ok(broker.ask({ type: 'egress', id: lastId, host, port, family: 0 }));
    });
  const open = async (host: string, port: number): Promise<Socket> => {
    const answer = await ask(host, port);
    assert.ok(answer.type === 'egress-opened', JSON.stringify(answer));
    const socket = connect({ path: `${broker.folder}/${answer.socket}`, allowHalfOpen: true });
    await once(socket, 'connect');
    return socket;
  };
  return { broker, refused, ended, answers, ask, open };
}

describe('egress broker', { timeout: 30_000 }, () => {
  it('passes bytes both ways, each direction to its own end', async () => {
    const port = await listen((socket) => {
      void text(socket).then((heard) => socket.end(`heard ${heard}`));
    });
    const { open, ended } = openKit();
    const socket = await open('127.0.0.1', port);
    socket.end('hello');
    assert.equal(await text(socket), 'heard hello');
    await until(() => ended.length === 1);
    assert.deepEqual(ended, [{ host: '127.0.0.1', port, bytesSent: 5, bytesReceived: 11 }]);
  });

  it('tells the address that it has connected to', async () => {
    const port = await listen((socket) => socket.end());
    const { ask } = openKit({ resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    const { type, ...told } = await ask('db.example.com', port);
    assert.equal(type, 'egress-opened');
    assert.partialDeepStrictEqual(told, { address: '127.0.0.1', port });
  });

  it('takes no faster than the far side does', async () => {
    let far: Socket | undefined;
    const port = await listen((socket) => {
      far = socket.pause();
    });
    const { open, broker } = openKit();
    const socket = await open('127.0.0.1', port);
    const sizeBytes = 64 * 1024 * 1024;
    socket.end(Buffer.alloc(sizeBytes));
    await until(() => broker.bytesCarried > 0);
    const stalledAt = await settled(() => broker.bytesCarried);
    assert.ok(stalledAt < sizeBytes / 2, `${stalledAt} bytes taken`);
    far?.resume();
    await until(() => broker.bytesCarried === sizeBytes);
  });

  it('resolves once and connects to what it has checked: a name that changes cannot matter', async () => {
    const port = await listen((socket) => socket.end('the checked one'));
    let asked = 0;
    const { open } = openKit({
      resolve: async () => {
        asked += 1;
        return [{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }];
      },
    });
    assert.equal(await text(await open('changes.example.com', port)), 'the checked one');
    assert.equal(asked, 1);
  });

  it('refuses a name that resolves to a refused address, and says so once', async () => {
    const { ask, refused } = openKit({ resolve: async () => [{ address: '::ffff:a9fe:a9fe', family: 6 }] });
    const failures = [{ code: 'EACCES', address: '::ffff:a9fe:a9fe' }];
    for (let i = 0; i < 3; i += 1)
      assert.partialDeepStrictEqual(await ask('metadata.evil.net', 80), { syscall: 'connect', failures });
    assert.deepEqual(refused, [{ host: 'metadata.evil.net', port: 80, why: 'address' }]);
  });

  it('does not look up a name that no pattern can match', async () => {
    const resolve: ResolveHost = () => assert.fail('looked up');
    const { ask, refused } = openKit({ resolve, allow: ['*.example.com'] });
    assert.partialDeepStrictEqual(await ask('c2VjcmV0.evil.net', 53), { failures: [{ code: 'EACCES' }] });
    assert.equal(refused[0]?.why, 'connection');
  });

  it('tries only the addresses that are allowed, in order', async () => {
    const port = await listen((socket) => socket.end('right'));
    const addresses = ['169.254.169.254', '127.0.0.2', '127.0.0.1'];
    const { open } = openKit({
      resolve: async () => addresses.map((address) => ({ address, family: 4 })),
    });
    assert.equal(await text(await open('db.example.com', port)), 'right');
  });

  it('tells failures in the codes of the system', async () => {
    const shut = await listen(() => {});
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const { ask } = openKit();
    assert.partialDeepStrictEqual(await ask('127.0.0.1', shut), {
      syscall: 'connect',
      failures: [{ code: 'ECONNREFUSED', address: '127.0.0.1' }],
    });
    assert.partialDeepStrictEqual(await ask('nobody.example.com', 1), {
      syscall: 'getaddrinfo',
      failures: [{ code: 'ENOTFOUND' }],
    });
  });

  it('says that the far side broke off', async () => {
    const port = await listen((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const { open, answers } = openKit();
    const socket = await open('127.0.0.1', port);
    socket.on('error', () => {});
    socket.write('x');
    await until(() => answers.length === 2);
    assert.deepEqual(answers[1], { type: 'egress-broken', id: 1, code: 'ECONNRESET' });
  });

  it('opens a socket for one connection: its file is gone when that is there', async () => {
    const port = await listen(() => {});
    const { open, broker } = openKit();
    assert.equal(statSync(broker.folder).mode & 0o777, process.geteuid?.() === 0 ? 0o711 : 0o700);
    const socket = await open('127.0.0.1', port);
    await until(() => readdirSync(broker.folder).length === 0);
    socket.destroy();
  });

  it('gives names that cannot be guessed', async () => {
    const port = await listen(() => {});
    const { ask } = openKit();
    const names = await Promise.all(Array.from({ length: 20 }, () => ask('127.0.0.1', port)));
    const found = names.map((answer) => (answer.type === 'egress-opened' ? answer.socket : ''));
    assert.equal(new Set(found).size, 20);
    for (const name of found) assert.match(name, /^[\w-]{22}$/);
  });

  it('refuses the connection after the 512th with EMFILE, and takes another when one is closed', async () => {
    const port = await listen(() => {});
    const { ask, broker } = openKit();
    for (let i = 0; i < 512; i += 32)
      await Promise.all(Array.from({ length: 32 }, () => ask('127.0.0.1', port)));
    assert.partialDeepStrictEqual(await ask('127.0.0.1', port), { failures: [{ code: 'EMFILE' }] });
    assert.equal(broker.release(1), true);
    assert.equal((await ask('127.0.0.1', port)).type, 'egress-opened');
  });

  it('is asked by rising ids and by no more than 64 at once; anything else is no runner of ours', () => {
    const { broker } = openKit({ resolve: () => new Promise(() => {}) });
    const ask = (id: number): boolean =>
      broker.ask({ type: 'egress', id, host: 'slow.example.com', port: 1, family: 0 });
    assert.equal(ask(1), true);
    assert.equal(ask(1), false);
    for (let id = 2; id <= 64; id += 1) assert.equal(ask(id), true);
    assert.equal(ask(65), false);
    assert.equal(broker.release(1), true);
    assert.equal(broker.release(1), false);
    assert.equal(broker.release(99), false);
  });

  it('takes the word of a script that closes what has just ended, once', async () => {
    const port = await listen((socket) => socket.end());
    const { open, broker, ended } = openKit();
    const socket = await open('127.0.0.1', port);
    socket
      .resume()
      .on('error', () => {})
      .end();
    await until(() => ended.length === 1);
    assert.equal(broker.release(1), true);
    assert.equal(broker.release(1), false);
  });

  it('ends when the script closes its end, after what it wrote, whatever the far side does', async () => {
    let heard = '';
    const port = await listen((socket) => {
      socket
        .on('error', () => {})
        .on('data', (chunk) => {
          heard += chunk;
        });
    });
    const { open, broker, ended } = openKit();
    const socket = await open('127.0.0.1', port);
    socket.write('last words');
    await until(() => socket.writableLength === 0);
    socket.destroy();
    broker.release(1);
    await until(() => ended.length === 1);
    assert.equal(ended[0]?.bytesSent, 10);
    await until(() => heard === 'last words');
  });

  it('ends everything with the process: connections, attempts, files, folder', async () => {
    const closed: boolean[] = [];
    const port = await listen((socket) => {
      socket.on('close', () => closed.push(true)).on('error', () => {});
      socket.resume().on('end', () => socket.end());
    });
    const { open, ask, broker, ended } = openKit();
    const socket = await open('127.0.0.1', port);
    await ask('127.0.0.1', port);
    broker.close();
    socket.resume();
    await once(socket, 'end');
    await until(() => closed.length === 2);
    assert.equal(existsSync(broker.folder), false);
    assert.equal(ended.length, 2);
    assert.equal(broker.ask({ type: 'resolve', id: 99, host: 'x', family: 0 }), false);
  });

  it('asks DNS for scripts, and gives up what the process cannot hear any more', async () => {
    let cancelled = 0;
    const { broker, answers } = openKit({
      openRecords: () => ({
        resolve: async (name, type) => (type === 'TXT' ? new Promise(() => {}) : [`${type} ${name}`]),
        cancel: () => {
          cancelled += 1;
        },
      }),
    });
    broker.ask({ type: 'query', id: 1, host: 'example.com', recordType: 'TXT' });
    broker.ask({ type: 'query', id: 2, host: 'example.com', recordType: 'NS' });
    await until(() => answers.length === 1);
    assert.deepEqual(answers[0], { type: 'queried', id: 2, records: ['NS example.com'] });
    broker.close();
    assert.equal(cancelled, 1);
  });

  it('looks names up for scripts, a name that is being looked up once only', async () => {
    let asked = 0;
    const { broker, answers } = openKit({
      resolve: async () => {
        asked += 1;
        return [{ address: '203.0.113.7', family: 4 }];
      },
    });
    for (const id of [1, 2, 3]) broker.ask({ type: 'resolve', id, host: 'db.example.com', family: 0 });
    await until(() => answers.length === 3);
    assert.equal(asked, 1);
    assert.partialDeepStrictEqual(answers[2], { type: 'resolved', addresses: [{ address: '203.0.113.7' }] });
  });
});

/** The value once it has stood still for a while. */
async function settled(read: () => number): Promise<number> {
  let last = -1;
  while (read() !== last) {
    last = read();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return last;
}
