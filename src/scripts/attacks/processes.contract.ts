import type { Family } from './attack.contract.ts';
import { hidden, notAvailable, notThere, refused } from './outcomes.contract.ts';

const addOn =
  "fs.readdirSync(process.cwd() + '/@node-rs').map((name) => process.cwd() + '/@node-rs/' + name).flatMap((folder) => fs.readdirSync(folder).filter((name) => name.endsWith('.node')).map((name) => folder + '/' + name))[0]";

export const processes: Family = {
  family: 'Processes, threads, native code',
  attacks: [
    {
      attack: 'child processes: programs, copies of itself, a thousand of them',
      heldBy: 'a filter of system calls refuses to make processes',
      basic: 'holds against mistakes',
      grabs: {
        spawn: ["emitted(childProcess.spawn(process.execPath, ['-v']))", refused(/^EPERM$/)],
        spawnSync: ["errorOf(childProcess.spawnSync(process.execPath, ['-v']))", refused(/^EPERM$/)],
        exec: ["childProcess.execSync('id')", refused(/^(EPERM|ENOENT)$/)],
        fork: ["emitted(childProcess.fork(process.cwd() + '/x.js'))", refused(/^EPERM$/)],
        'a cluster': ['emitted(cluster.fork())', refused(/^EPERM$/)],
        'the class behind it': [
          "right(new childProcess.ChildProcess().spawn({ file: process.execPath, args: [process.execPath, '-v'], stdio: ['ignore', 'ignore', 'ignore'] }))",
          refused(/^EPERM$/),
        ],
        'a fork bomb': [
          "(() => { let started = 0, last; for (let i = 0; i < 1000; i += 1) { try { const { error } = childProcess.spawnSync(process.execPath, ['-v']); if (error) throw error; started += 1; } catch (error) { last = error; } } if (started > 0) return started; throw last; })()",
          refused(/^EPERM$/),
        ],
        'by an import': [
          "(await import('node:child_process')).execFileSync(process.execPath, ['-v'])",
          refused(/^EPERM$/),
        ],
      },
    },
    {
      attack: 'threads: workers, WASI, other realms',
      heldBy: 'a thread of its own gets no more than the process has',
      basic: 'holds against mistakes',
      grabs: {
        'a worker': [
          "new Promise((resolve, reject) => new workers.Worker(\"const { parentPort, workerData } = require('worker_threads'); parentPort.postMessage(require('fs').readFileSync(workerData, 'latin1'))\", { eval: true, workerData: at.KEY }).on('message', resolve).on('error', reject))",
          refused(notThere),
        ],
        WASI: [
          "new (real('wasi').WASI)({ version: 'preview1', preopens: { '/': at.FOLDER } })",
          refused(/^(ENOENT|UVWASI_ENOENT|ERR_WASI_\w+)$/),
        ],
        'a fresh realm': [
          'vm.runInNewContext(\'this.constructor.constructor("return process")().mainModule.require("fs")\')',
          /is not defined|Cannot read properties of undefined/,
        ],
      },
    },
    {
      attack: "the inspector, its own and the server's",
      heldBy: 'Node refuses it to itself; the server cannot be reached',
      basic: 'holds against mistakes',
      grabs: {
        'open on a port': [
          "(inspector.open(0), inspector.url() ?? errorOf({ error: new Error('closed') }))",
          refused(/^(closed|EACCES|EPERM|ERR_\w+)$/),
        ],
        'a session in the process': [
          "(new inspector.Session().connect(), 'connected')",
          refused(/^got connected$/),
        ],
        "the server's": ['process._debugProcess(Number(at.SERVER))', notAvailable],
        'that of its process group, which the server is in': ['process._debugProcess(0)', notAvailable],
        "the server's, behind the lint": [
          "binding('process_methods')._debugProcess(Number(at.SERVER))",
          hidden(/^ESRCH$/),
        ],
        'that of its process group, behind the lint': [
          "binding('process_methods')._debugProcess(0)",
          hidden(/^EPERM$/),
        ],
      },
    },
    {
      attack: "Node's insides: process.binding, hidden modules, stack traces, hooks",
      heldBy: 'what lies behind them gives no more than the process has',
      basic: 'holds against mistakes',
      grabs: {
        'process.binding': ["process.binding('fs')", notAvailable],
        'its old kin': ["process._linkedBinding('fs')", notAvailable],
        internalBinding: ["Object.keys(binding('spawn_sync'))", hidden(/^got spawn$/)],
        'the loader': ["modules._load('child_process').execSync('id')", refused(/^(EPERM|ENOENT)$/)],
        'a module that it makes': [
          "(() => { const one = new modules('/x'); one.paths = []; return one.require('child_process').execSync('id'); })()",
          refused(/^(EPERM|ENOENT)$/),
        ],
        "functions in a stack's frames": [
          "(() => { Error.prepareStackTrace = (error, frames) => frames; try { const found = new Error().stack.map((frame) => frame.getFunction()).filter((one) => one !== undefined && !String(one).includes('hostile')).filter((one) => /internalBinding|primordials/.test(String(one))); if (found.length > 0) return found; throw new Error('none'); } finally { delete Error.prepareStackTrace; } })()",
          /^none$/,
        ],
        'the functions that the runner took away': [
          "['kill', 'binding', 'dlopen', 'abort', '_kill', '_debugProcess'].find((name) => [process, Object.getPrototypeOf(process)].some((one) => /native code|internalBinding/.test(String(Object.getOwnPropertyDescriptor(one, name)?.value)))) ?? errorOf({ error: new Error('none') })",
          /^none$/,
        ],
        'the same, by their names in an import': [
          "await (async () => { const all = await import('node:process'); return ['kill', 'binding', 'dlopen'].find((name) => !/not available/.test(String(all[name] ?? 'not available'))) ?? errorOf({ error: new Error('none') }); })()",
          /^none$/,
        ],
      },
    },
    {
      attack: 'native add-ons: from the modules, written first, an OpenSSL engine',
      heldBy: 'Node refuses them; the wall holds for native code as well',
      basic: 'holds against mistakes',
      grabs: {
        'one that is installed': [`real(${addOn})`, notAvailable],
        'one that is installed, by process': [`process.dlopen({ exports: {} }, ${addOn})`, notAvailable],
        'one that it writes': [
          "(fs.writeFileSync('/tmp/' + at.MARK + '.node', fs.readFileSync(process.execPath)), process.dlopen({ exports: {} }, '/tmp/' + at.MARK + '.node'))",
          refused(/^EROFS$/),
        ],
        'an engine': ["real('crypto').setEngine('/tmp/x.so')", /^ERR_CRYPTO_\w+$/],
        'an engine for a certificate': [
          "tls.createSecureContext({ clientCertEngine: '/tmp/x.so' })",
          /^(ERR_\w+|error:.*could not load.*)$/,
        ],
      },
    },
    {
      attack: 'becoming another program',
      heldBy: 'Node refuses it; the other program would stand behind the same wall',
      basic: 'holds against mistakes',
      misdeeds: {
        // It would end the process if it failed later than at Node's own door.
        execve: {
          comesTo: /^fault ERR_ACCESS_DENIED$/,
          script: "process.execve('/bin/true', ['true'], {})",
        },
      },
    },
    {
      attack: 'signals to the server, to everybody, to every process there may be',
      heldBy: 'there is nobody else to signal',
      basic: 'holds against mistakes',
      grabs: {
        'the server': ['process.kill(Number(at.SERVER), at.SIGNAL)', notAvailable],
        'its parent': ['process.kill(process.ppid, at.SIGNAL)', notAvailable],
        everybody: ['process.kill(-1, at.SIGNAL)', notAvailable],
        'behind kill': [
          'right(process._kill(Number(at.SERVER), os.constants.signals[at.SIGNAL]))',
          notAvailable,
        ],
        'through the handle of a child that was never started': [
          'right(new childProcess.ChildProcess()._handle.kill(os.constants.signals[at.SIGNAL]))',
          /^ESRCH$/,
        ],
        'behind the lint': [
          "(() => { const { _kill } = binding('process_methods'); const codes = [Number(at.SERVER), process.ppid, -1].map((pid) => _kill(pid, os.constants.signals[at.SIGNAL])); if (codes.some((code) => code === 0)) return codes; throw coded(codes[0]); })()",
          hidden(/^ESRCH$/),
        ],
        'every process up to 100,000': [
          "(() => { const { _kill } = binding('process_methods'); const own = new Set(fs.readdirSync('/proc/self/task').map(Number)); for (let pid = 1; pid < 1e5; pid += 1) if (!own.has(pid) && _kill(pid, os.constants.signals[at.SIGNAL]) === 0) return pid; throw new Error('nobody'); })()",
          hidden(/^nobody$/),
        ],
        "the server's priority": ['os.setPriority(Number(at.SERVER), 19)', notAvailable],
        'its own priority, raised': [
          "right(binding('os').setPriority(0, -10, {}))",
          hidden(/^(EACCES|EPERM)$/),
        ],
      },
    },
  ],
};
