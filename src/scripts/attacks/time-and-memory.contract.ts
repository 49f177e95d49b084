import type { Family, Misdeed } from './attack.contract.ts';

const is =
  (comesTo: RegExp) =>
  (script: string): Misdeed => ({ script, comesTo });
const blocks = is(/^fault blocked$/);
const ends = is(/^fault process-exit$/);
const fills = (script: string): Misdeed => ({ script, comesTo: /^fault out-of-memory$/, limits: 'patient' });
const never = (script: string): Misdeed => ({ script, comesTo: /^unavailable deadline$/, limits: 'short' });
const tooLarge = (script: string): Misdeed => ({
  script,
  comesTo: /^fault result-too-large$/,
  limits: 'patient',
});
const right = (notes: string, script: string): Misdeed => ({
  script,
  comesTo: new RegExp(`^value \\{"id":1\\}${notes}$`),
});

/** Leads around the lint to Node's own modules. */
const real = "const real = (await import('node:module')).createRequire(process.cwd() + '/x.js');";

export const timeAndMemory: Family = {
  family: 'Time and memory',
  attacks: [
    {
      attack: 'loops that stand still: plain, in promises, ticks, a regular expression, native code',
      heldBy: 'the process is killed when its event loop stands still for 2 s',
      basic: 'holds',
      misdeeds: {
        'a loop': blocks('while (true) {}'),
        'a loop that prints': blocks("while (true) console.log('still here')"),
        'a loop behind a timer': blocks('setTimeout(() => { while (true) {} }, 5)'),
        // Their chain may fill the heap before the time is up.
        'promises without end': is(/^fault (blocked|out-of-memory)$/)(
          'const on = () => Promise.resolve().then(on); on()',
        ),
        'ticks without end': blocks('const on = () => process.nextTick(on); on()'),
        'a regular expression': blocks("/^(a+)+$/.test('a'.repeat(60) + '!')"),
        'a wait for nobody': blocks('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'),
        'native code': blocks("require('crypto').pbkdf2Sync('a', 'b', 2 ** 31 - 1, 64, 'sha512')"),
        'an end that does not end': blocks("process.on('exit', () => { while (true) {} }); process.exit()"),
        'getters of the result': blocks('callback(null, { get a() { while (true) {} } })'),
        'toJSON of the result': blocks('callback(null, { toJSON() { while (true) {} } })'),
        'keys of the result': blocks('callback(null, new Proxy({}, { ownKeys() { while (true) {} } }))'),
        'text of the error': blocks('callback({ get message() { while (true) {} } })'),
        'a pong of its own before it': blocks(
          `require('fs').writeSync(3, '{"type":"pong","rss":1}\\n'.repeat(50)); while (true) {}`,
        ),
      },
    },
    {
      attack: 'loops that turn, and calls that never answer',
      heldBy: 'the call ends after 20 s; the process shares the processors fairly',
      basic: 'holds',
      misdeeds: {
        'a loop of turns': never('const on = () => setImmediate(on); on()'),
        'an asynchronous loop': never('(async () => { for (;;) await new Promise(setImmediate); })()'),
        silence: never(''),
        'all threads of the pool': never(
          "for (let i = 0; i < 64; i += 1) require('crypto').pbkdf2('a', 'b', 2 ** 31 - 1, 64, 'sha512', () => {})",
        ),
      },
    },
    {
      attack: 'memory: heap, Buffers, WebAssembly, decompression, strings, hashes',
      heldBy: 'the heap is bounded by V8, the process by a watch that ends it',
      basic: 'holds',
      misdeeds: {
        heap: fills('const all = []; while (true) all.push({ list: new Array(1000).fill(Math.random()) })'),
        strings: fills(
          "const all = []; while (true) all.push('x'.repeat(1e6) + Math.random(), Buffer.alloc(1e6, 97).toString('latin1'))",
        ),
        Buffers: fills('const all = []; while (true) all.push(Buffer.alloc(2e7, 1))'),
        'Buffers, politely': fills(
          'const all = []; const more = () => { all.push(Buffer.alloc(2e7, 1)); setImmediate(more); }; more()',
        ),
        'shared memory': fills(
          'const all = []; while (true) all.push(new Uint8Array(new SharedArrayBuffer(2e7)).fill(1))',
        ),
        WebAssembly: fills(
          'const all = []; while (true) { const memory = new WebAssembly.Memory({ initial: 300 }); new Uint8Array(memory.buffer).fill(1); all.push(memory); }',
        ),
        decompression: fills(
          "const zlib = require('zlib'); const small = zlib.gzipSync(Buffer.alloc(5e7)); const all = []; const more = () => zlib.gunzip(small, (error, big) => { all.push(big); more(); }); more()",
        ),
        'hashes of much memory': fills(
          "for (let i = 0; i < 4; i += 1) require('crypto').scrypt('a', 'b', 64, { N: 2 ** 18, r: 8, maxmem: 2 ** 31 }, () => {})",
        ),
      },
    },
    {
      attack: 'threads without end',
      heldBy: 'the process is killed when it has more threads than Node needs',
      basic: 'holds',
      misdeeds: {
        'of the pool': {
          comesTo: /^fault too-many-threads$/,
          script:
            "process.env.UV_THREADPOOL_SIZE = '1024'; for (let i = 0; i < 1024; i += 1) require('crypto').pbkdf2('a', 'b', 2 ** 31 - 1, 64, 'sha512', () => {})",
        },
        'of a compressor': {
          comesTo: /^fault too-many-threads$/,
          script: `const { constants, createZstdCompress } = require('zlib');
            for (let i = 0; i < 8; i += 1) createZstdCompress({ params: { [constants.ZSTD_c_nbWorkers]: 200, [constants.ZSTD_c_compressionLevel]: 19 } }).resume().write(Buffer.alloc(4e6, 1))`,
        },
      },
    },
    {
      attack: "V8's own switches: another heap limit, files to write, primitives for an exploit",
      heldBy: 'switches are frozen once Node has started; trying ends the process',
      basic: 'holds',
      misdeeds: Object.fromEntries(
        ['--max-old-space-size=8000', '--allow-natives-syntax', '--trace-turbo', '--expose-gc'].map(
          (flag) => [
            flag,
            {
              comesTo: /^fault (crash|out-of-memory)$/,
              script: `(async () => { ${real} real('v8').setFlagsFromString('${flag}'); callback(null, 'set'); })()`,
            },
          ],
        ),
      ),
    },
    {
      attack: 'the end of its process: exit, a removed guard, a closed channel, a crash',
      heldBy: 'other calls of its process are repeated, the next one starts another',
      basic: 'holds',
      misdeeds: {
        exit: ends('process.exit(0)'),
        'exit behind a timer': ends("setTimeout(() => require('node:process').exit(1), 5)"),
        'the exit behind exit': ends('process.reallyExit(0)'),
        'no listener for exceptions': {
          comesTo: /^fault crash$/,
          script: 'process.removeAllListeners(); setTimeout(() => { throw 1; }, 5)',
        },
        'no channel': {
          comesTo: /^fault (crash|blocked|process-exit)$/,
          script: 'for (const handle of process._getActiveHandles()) handle.destroy?.()',
        },
        'a closed descriptor': {
          comesTo: /^fault (crash|blocked|process-exit)$/,
          script: `(async () => { ${real} real('fs').closeSync(3); setInterval(() => {}, 1000); })()`,
        },
        'a fault of V8': {
          comesTo: /^(fault (crash|out-of-memory|RangeError))$/,
          script:
            'let a = []; for (let i = 0; i < 2e5; i += 1) a = [a]; callback(null, JSON.parse(JSON.stringify(a)))',
        },
      },
    },
    {
      attack: 'exceptions: thrown late, thrown elsewhere, by the thousand',
      heldBy: 'the guilty call is told, the others finish, the process is replaced',
      basic: 'holds',
      misdeeds: {
        'behind a timer': is(/^fault TypeError$/)("setTimeout(() => { throw new TypeError('mine'); }, 5)"),
        'in an emitter': is(/^fault Error$/)(
          "setImmediate(() => new (require('events'))().emit('error', new Error('mine')))",
        ),
        'a rejection that nobody handles': is(/^fault TypeError$/)("Promise.reject(new TypeError('mine'))"),
        'a stack without end': is(/^fault RangeError$/)('const down = () => down() + 1; down()'),
        'an error that throws when it is read': is(/^fault Error$/)(
          'callback({ get message() { throw 1; } })',
        ),
        'two callbacks': right(
          ' notes callback-twice',
          'callback(null, { id: 1 }); callback(null, { id: 2 })',
        ),
        'after the callback': right(
          ' notes late-throw',
          "callback(null, { id: 1 }); throw new Error('late')",
        ),
        'after the callback, behind a timer': right(
          ' notes late-throw',
          "setTimeout(() => { callback(null, { id: 1 }); throw new Error('late'); }, 5)",
        ),
        'without end': is(/^fault protocol$/)(
          'setInterval(() => { for (let i = 0; i < 500; i += 1) process.nextTick(() => { throw new Error("x".repeat(8000)); }); }, 1)',
        ),
        'after the answer, without end': right(
          '',
          'callback(null, { id: 1 }); setImmediate(() => { for (let i = 0; i < 5000; i += 1) process.nextTick(() => { throw new Error("x".repeat(8000)); }); })',
        ),
      },
    },
    {
      attack: 'output: a flood of it, and what is slow to redact',
      heldBy: '100 lines and 10,000 characters a call are kept, what else a process writes goes nowhere',
      basic: 'holds',
      misdeeds: {
        'lines without end': right(
          '',
          "for (let i = 0; i < 1e5; i += 1) console.log('line ' + i); callback(null, { id: 1 })",
        ),
        'past the console': right(
          '',
          "for (let i = 0; i < 2e3; i += 1) { process.stdout.write('x'.repeat(1e4)); process.stderr.write('x'.repeat(1e4)); } callback(null, { id: 1 })",
        ),
        'a line of 50 MB': right('', "console.log('x'.repeat(5e7)); callback(null, { id: 1 })"),
        'an object that is slow to print': {
          ...right(
            '',
            "const wide = {}; for (let i = 0; i < 1e5; i += 1) wide['key' + i] = i; console.log(wide); callback(null, { id: 1 })",
          ),
          limits: 'patient',
        },
        'full of secrets': right('', "console.log('a'.repeat(1e4)); callback(null, { id: 1 })"),
        'nearly secrets, to its end': right(
          '',
          "console.log('a'.repeat(9999) + 'b'); callback(null, { id: 1 })",
        ),
        'nearly secrets, in each line': right(
          '',
          "for (let i = 0; i < 100; i += 1) console.log('a'.repeat(99) + 'b'); callback(null, { id: 1 })",
        ),
        'an error of nearly secrets': is(/^fault (\[|Error$)/)(
          "callback(Object.assign(new Error('a'.repeat(999) + 'b'.repeat(10)), { code: 'a'.repeat(63) + 'bb' }))",
        ),
        'an error full of secrets': is(/^fault (\[|$)/)(
          "callback(Object.assign(new Error('a'.repeat(1e4)), { name: 'a'.repeat(1e4), code: 'a'.repeat(1e4) }))",
        ),
      },
    },
    {
      attack: 'results: 64 MB, circular, deep, without end, of many keys',
      heldBy:
        'copied under a budget of 1 MB and 32 levels before they are sent, checked again when they arrive',
      basic: 'holds',
      misdeeds: {
        'a string of 64 MB': tooLarge("callback(null, { text: 'x'.repeat(64e6) })"),
        'an array of 64 MB': tooLarge('callback(null, new Array(8e6).fill(1))'),
        'a Buffer of 64 MB': tooLarge('callback(null, { bytes: Buffer.alloc(64e6) })'),
        'large in bytes only': tooLarge("callback(null, { text: 'ü'.repeat(6e5) })"),
        'two hundred thousand keys': tooLarge(
          "const wide = {}; for (let i = 0; i < 2e5; i += 1) wide['k' + i] = 1; callback(null, wide)",
        ),
        'a list that never ends': tooLarge(
          'callback(null, Object.assign([], { *[Symbol.iterator]() { for (;;) yield 1; } }))',
        ),
        'a tree that is made as it is read': is(/^fault result-too-deep$/)(
          'const tree = () => ({ get a() { return tree(); }, get b() { return tree(); } }); callback(null, tree())',
        ),
        'one list a thousand times in itself': tooLarge(
          'let all = [1]; for (let i = 0; i < 20; i += 1) all = new Array(1000).fill(all); callback(null, all)',
        ),
        'a circle': is(/^fault result-circular$/)('const a = { b: {} }; a.b.c = a; callback(null, a)'),
        deep: is(/^fault result-too-deep$/)(
          'let a = {}; for (let i = 0; i < 1e5; i += 1) a = { a }; callback(null, a)',
        ),
        'toJSON of toJSON': is(/^fault result-too-deep$/)(
          'const again = () => ({ toJSON: again }); callback(null, again())',
        ),
        'toJSON that throws': is(/^fault Error$/)(
          "callback(null, { toJSON() { throw new Error('mine'); } })",
        ),
        'half a megabyte of small keys, four times': {
          limits: 'patient',
          logins: 4,
          comesTo: /^value \{"k0":/,
          script: "const wide = {}; for (let i = 0; i < 5e4; i += 1) wide['k' + i] = 1; callback(null, wide)",
        },
      },
    },
  ],
};
