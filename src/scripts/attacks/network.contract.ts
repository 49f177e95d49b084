import type { Family, Grab } from './attack.contract.ts';
import { hidden, openAtBasic, refused } from './outcomes.contract.ts';

const eacces = /^EACCES$/;

/** Every spelling that leads to this machine, and every way that asks the server for it. */
const thisMachine = [
  '127.0.0.1',
  '127.1.2.3',
  'localhost',
  '0.0.0.0',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '2130706433',
  '0x7f.1',
  '127.1',
  'own.example.com',
];
const metadata = [
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  'fd00:ec2::254',
  'fe80::a9fe:a9fe',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '::ffff:0:a9fe:a9fe',
  '::a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::a9fe:a9fe',
  '2002:a9fe:a9fe::1',
  '2852039166',
  '0xa9fea9fe',
  '169.254.43518',
];
const others = ['224.0.0.1', '255.255.255.255', '240.0.0.1', 'ff02::1'];

const each = (hosts: readonly string[], port: string): Readonly<Record<string, Grab>> =>
  Object.fromEntries(hosts.map((host) => [host, [`connects('${host}', ${port})`, eacces]]));

export const network: Family = {
  family: 'The network',
  attacks: [
    {
      attack: 'the metadata address, in every spelling; multicast, broadcast',
      heldBy: 'the server checks the address that it connects to, unwrapped',
      basic: 'holds against mistakes',
      grabs: {
        ...each([...metadata, ...others], '80'),
        'by TLS': ["emitted(tls.connect(443, '169.254.169.254'))", eacces],
        'by HTTP': ["emitted(real('http').get('http://169.254.169.254/latest/meta-data/'))", eacces],
        'by fetch': ["fetch('http://169.254.169.254/').catch(({ cause }) => { throw cause; })", eacces],
        'by a look-up of its own': [
          "emitted(net.connect({ host: 'x.invalid', port: 80, lookup: (host, options, found) => found(null, options.all ? [{ address: '169.254.169.254', family: 4 }] : '169.254.169.254', 4) }))",
          eacces,
        ],
      },
    },
    {
      attack: "Segue's own port and store, in every spelling",
      heldBy: "the server knows its own listeners and store by each of this machine's addresses",
      basic: 'holds against mistakes',
      grabs: each(thisMachine, 'at.OWN'),
    },
    {
      attack: 'a name that resolves to a refused address',
      heldBy: 'the addresses behind the name are checked',
      basic: 'holds against mistakes',
      grabs: {
        ...each(['metadata.example.com', 'metadata6.example.com', 'METADATA.example.com.'], '80'),
        "one that leads to Segue's port": ["connects('own.example.com', at.OWN)", eacces],
      },
    },
    {
      attack: 'a name that changes its address between check and connect',
      heldBy: 'resolved once; connected to what was checked',
      basic: 'holds against mistakes',
      allow: ['127.0.0.1'],
      grabs: {
        'forty times': [
          "(async () => { const said = {}; for (let i = 0; i < 40; i += 1) { const one = await connects('rebinds' + (i % 3) + '.example.com', at.LEGACY).then(() => 'connected', ({ code }) => code); said[one] = (said[one] ?? 0) + 1; } throw new Error(JSON.stringify(said)); })()",
          /^\{"(connected|EACCES)":\d+,"(connected|EACCES)":\d+\}$/,
        ],
        'looked up by itself first': [
          "(async () => { for (let i = 0; i < 10; i += 1) { await dns.promises.lookup('rebinds.example.com'); await connects('rebinds.example.com', at.LEGACY).catch(() => {}); } throw new Error('done'); })()",
          /^done$/,
        ],
      },
    },
    {
      attack: 'names that hang, asked by a process after the other',
      heldBy: 'one look-up of a connection at a time',
      basic: 'holds',
      misdeeds: {
        'four processes, a name each': {
          comesTo: /^unavailable deadline$/,
          limits: 'short',
          logins: 4,
          script:
            "require('dns').lookup('hangs.example.com', callback); require('fs').writeSync(3, '{\"type\":\"retire\"}\\n')",
        },
      },
    },
    {
      attack: 'the network without asking: raw TCP handles',
      heldBy: 'there is no network inside, and no socket for one',
      basic: 'does not hold',
      grabs: {
        "Segue's own port": ["rawTcp('127.0.0.1', at.OWN)", openAtBasic(eacces)],
        'a port that the connection may not reach': ["rawTcp('127.0.0.2', at.LEGACY)", openAtBasic(eacces)],
        "by the runner's own memory of connect": [
          "(async () => { const { apply } = Reflect; let before; Reflect.apply = (target, that, args) => { if (args?.[0]?.path) before ??= target; return apply(target, that, args); }; await connects('127.0.0.1', at.LEGACY); Reflect.apply = apply; const socket = new net.Socket(); before.call(socket, Number(at.OWN), '127.0.0.1'); return emitted(socket, (name) => (socket.destroy(), name)); })()",
          openAtBasic(/^(EACCES|ENOENT)$/),
        ],
        'by the binding': ["innerTcp('127.0.0.1', at.OWN)", hidden(eacces)],
        'the metadata address, by the binding': ["innerTcp('169.254.169.254', 80)", hidden(eacces)],
        'interfaces to go out by': [
          "Object.keys(os.networkInterfaces()).find((name) => name !== 'lo') ?? errorOf({ error: new Error('none') })",
          { basic: /^(got .*|none)$/, strict: /^none$/, open: /^none$/ },
        ],
        'by the binding, over IPv6': [
          "(() => { const { TCP, TCPConnectWrap } = binding('tcp_wrap'); return right(new TCP(0).connect6(new TCPConnectWrap(), '::1', Number(at.OWN))); })()",
          hidden(eacces),
        ],
      },
    },
    {
      attack: 'UDP, and DNS past the server',
      heldBy: 'there is no network inside, and no socket for one',
      basic: 'does not hold',
      grabs: {
        'a datagram': [
          "new Promise((resolve, reject) => { const socket = dgram.createSocket('udp4').on('error', reject); socket.send('out', Number(at.UDP), '127.0.0.1', (error) => (error ? reject(error) : resolve('sent'))); })",
          openAtBasic(eacces),
        ],
        'a port of its own': ["emitted(dgram.createSocket('udp4').bind(0))", openAtBasic(eacces)],
        'by the binding': ["right(new (binding('udp_wrap').UDP)().bind('0.0.0.0', 0, 0))", hidden(eacces)],
        'its own name server': [
          "(async () => { const resolver = new dns.promises.Resolver({ timeout: 300, tries: 1 }); resolver.setServers(['127.0.0.1:' + at.UDP]); return resolver.resolve4('secret.example.com'); })()",
          /^(ECONNREFUSED|ETIMEOUT|ENOTFOUND|ESERVFAIL|ENODATA|EACCES|EAI_AGAIN|nothing came)$/,
        ],
      },
    },
    {
      attack: 'listening: on a port, on an abstract socket, on a file',
      heldBy: 'the filter of system calls refuses to listen',
      basic: 'does not hold',
      grabs: {
        'on a port': ['listens(0)', openAtBasic(/^(EACCES|EPERM)$/)],
        'on loopback': ["listens(0, '127.0.0.1')", openAtBasic(/^(EACCES|EPERM)$/)],
        'on an abstract socket': ["listens('\\0segue-attack' + process.pid)", openAtBasic(/^EPERM$/)],
        'by a raw handle': [
          "right(net._createServerHandle('0.0.0.0', 0, 4).listen?.(1) ?? -13)",
          openAtBasic(/^(EACCES|EPERM)$/),
        ],
        'with HTTP': [
          "emitted(real('http').createServer().listen(0), () => 'listening')",
          openAtBasic(/^(EACCES|EPERM)$/),
        ],
      },
    },
    {
      attack: "sockets of the host: Docker's, a database's, Segue's",
      heldBy: 'they are not there, abstract ones neither',
      basic: 'does not hold',
      grabs: {
        'a file': ['rawPipe(at.UNIX)', openAtBasic(/^(ENOENT|ECONNREFUSED)$/)],
        'an abstract one': ["rawPipe('\\0' + at.ABSTRACT)", openAtBasic(/^ECONNREFUSED$/)],
        'as the lint would have it': ['emitted(net.connect(at.UNIX))', eacces],
        'a list of them': [
          "fs.readFileSync('/proc/net/unix', 'latin1').includes(at.UNIX) || errorOf({ error: new Error('none') })",
          refused(/^none$/),
        ],
      },
    },
    {
      attack: "another connection's socket, its path given away",
      heldBy: "a process sees the folder of its own sockets only; another's names cannot be guessed",
      basic: 'does not hold',
      grabs: {
        'by its path': ['rawPipe(at.THEIRS)', openAtBasic(/^ENOENT$/)],
        'by its name, where its own are': [
          "rawPipe('/run/egress/' + at.THEIRS.split('/').at(-1))",
          /^(ENOENT|EACCES)$/,
        ],
        'by a list of its folder': [
          "fs.readdirSync(at.THEIRS.split('/').slice(0, -1).join('/')).join()",
          refused(/^ENOENT$/),
        ],
        'by a list of its own': [
          "fs.readdirSync('/run/egress').find((name) => name === at.THEIRS.split('/').at(-1)) ?? errorOf({ error: new Error('none') })",
          refused(/^(EACCES|none)$/),
        ],
      },
    },
    {
      attack: 'thousands of sockets',
      heldBy: '512 connections a process; 2,048 descriptors',
      basic: 'holds',
      misdeeds: {
        'three thousand connections': {
          comesTo: /^value \{"EMFILE":2488,"open":512\}$/,
          script: `const net = require('net'); const said = { EMFILE: 0, open: 0 }; const all = [];
            const count = (what) => { said[what] = (said[what] ?? 0) + 1; if (said.EMFILE + said.open < 3000) return; callback(null, said); for (const one of all) one.destroy(); };
            for (let i = 0; i < 3000; i += 1) { const socket = net.connect(Number(configuration.LEGACY), '127.0.0.1'); all.push(socket); socket.on('connect', () => count('open')).on('error', ({ code }) => count(code)); }`,
        },
        'fifty thousand sockets that lead nowhere': {
          comesTo: /^value \{"code":"EMFILE","isFew":true\}$/,
          script: `(async () => {
            const real = (await import('node:module')).createRequire(process.cwd() + '/x.js'); const net = real('net'); let Request;
            real('async_hooks').createHook({ init: (id, type, trigger, resource) => { if (type === 'PIPECONNECTWRAP') Request ??= resource.constructor; } }).enable();
            await new Promise((resolve) => net.connect(Number(configuration.LEGACY), '127.0.0.1', resolve));
            const made = net._createServerHandle('\\0x' + Math.random(), -1, -1); const Pipe = made.constructor; made.close();
            const all = []; let code;
            const lead = () => new Promise((resolve) => { const request = new Request(); request.oncomplete = resolve; const pipe = new Pipe(0); all.push(pipe); const now = pipe.connect(request, '/nowhere'); if (now < 0) resolve(now); });
            while (all.length < 5e4 && code !== -24) for (const one of await Promise.all(Array.from({ length: 500 }, lead))) if (one === -24) code = one;
            const isFew = all.length < 2600; for (const one of all) one.close();
            callback(null, { code: code === -24 ? 'EMFILE' : 'none', isFew });
          })().catch(callback)`,
        },
        'connections that are opened and closed without end': {
          comesTo: /^unavailable deadline$/,
          limits: 'short',
          script:
            "const net = require('net'); const on = () => { const socket = net.connect(Number(configuration.LEGACY), '127.0.0.1', () => socket.destroy()); socket.on('error', () => {}).on('close', on); }; for (let i = 0; i < 50; i += 1) on()",
        },
      },
    },
  ],
};
