import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { makeEgressFolder, removeEgressFolder } from '../egress/egress-folder.ts';
import { installedModuleFolders } from '../module-folders.ts';
import { sandboxOf, startSandboxed } from './launch-strict.ts';
import { needsStrict } from './needs-strict.contract.ts';
import { auditArchitecture, numberOn, refusedCalls } from './refused-system-calls.ts';
import type { Sandbox } from './sandbox.ts';

/**
 * The wall without the lint before it: Node runs here without its permission model and without our runner, so that
 * what is refused, the kernel refuses. What hostile code would do, and what may come of it.
 */
const attempts: Readonly<Record<string, readonly [outcomes: RegExp, expression: string]>> = {
  'reads a host file': [/^ENOENT$/, "fs.readFileSync('/etc/passwd')"],
  "reads the server's source": [/^ENOENT$/, `fs.readFileSync('${import.meta.filename}')`],
  'reads the host through its own root': [/^ENOENT$/, "fs.readFileSync('/proc/self/root/etc/passwd')"],
  'reads the host through a way up': [
    /^ENOENT$/,
    "fs.readFileSync('/proc/self/cwd/../../../../../../etc/passwd')",
  ],
  "reads the server's environment": [/^ENOENT$/, `fs.readFileSync('/proc/${process.pid}/environ')`],
  'reads memory of the kernel': [/^(ENOENT|EACCES|EPERM)$/, "fs.openSync('/proc/kcore')"],
  'lists other processes': [/^1$/, "fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).join()"],
  'knows a device': [/^null,urandom$/, "fs.readdirSync('/dev').join()"],
  'writes to the root': [/^EROFS$/, "fs.writeFileSync('/x', '')"],
  'writes to /tmp': [/^EROFS$/, "fs.writeFileSync('/tmp/x', '')"],
  'writes to /dev': [/^EROFS$/, "fs.writeFileSync('/dev/x', '')"],
  'writes beside its sockets': [/^(EROFS|EACCES)$/, "fs.writeFileSync('/run/egress/x', '')"],
  'writes to the modules': [/^EROFS$/, "fs.writeFileSync(process.cwd() + '/x', '')"],
  "writes to Node's binary": [/^(EROFS|ETXTBSY|EACCES)$/, "fs.writeFileSync(process.execPath, '')"],
  'writes to settings of the kernel': [
    /^(EACCES|EROFS|EPERM)$/,
    "fs.writeFileSync('/proc/sys/kernel/core_pattern', '|/x')",
  ],
  'lowers its score': [/^(EACCES|EPERM)$/, "fs.writeFileSync('/proc/self/oom_score_adj', '-1000')"],
  'signals the server': [/^ESRCH$/, `process.kill(${process.pid}, 0)`],
  'signals everybody': [/^(ESRCH|EPERM)$/, 'process.kill(-1, 0)'],
  'starts a program': [/^EPERM$/, "errorOf(childProcess.spawnSync(process.execPath, ['-v']).error)"],
  'becomes root': [/^(EPERM|EINVAL)$/, 'process.setuid(0)'],
  'loads a native add-on': [/^ERR_DLOPEN_FAILED$/, "process.dlopen({ exports: {} }, '/tmp/x.node')"],
  'has a network': [/^lo$/, 'Object.keys(os.networkInterfaces()).join()'],
  'connects to the server over TCP': [/^EACCES$/, "emitted(net.connect(port, '127.0.0.1'))"],
  'connects to the metadata address': [/^EACCES$/, "emitted(net.connect(80, '169.254.169.254'))"],
  "connects to the server's abstract socket": [/^ECONNREFUSED$/, "emitted(net.connect('\\0' + name))"],
  'listens on a port': [/^(EACCES|EPERM)$/, 'emitted(net.createServer().listen(0))'],
  'listens on an abstract socket': [/^EPERM$/, "emitted(net.createServer().listen('\\0mine'))"],
  'opens a UDP socket': [/^EACCES$/, "emitted(dgram.createSocket('udp4').bind(0))"],
  'asks DNS': [
    /^(ECONNREFUSED|ESERVFAIL|ENOTFOUND|EAI_AGAIN)$/,
    "await dns.promises.resolve4('example.com')",
  ],
  'keeps a descriptor of bubblewrap': [
    /^socket,socket,socket$/,
    "fs.readdirSync('/proc/self/fd').map(linkOf).filter((link) => link === 'socket').join()",
  ],
};

describe('the wall of level strict', { ...(await needsStrict()), timeout: 60_000 }, () => {
  const abstractName = `segue-test-${process.pid}`;
  const listener = createServer((socket) => socket.destroy());
  const abstract = createServer((socket) => socket.destroy());
  const egressFolder = makeEgressFolder();
  let said: Readonly<Record<string, string>> = {};

  before(async () => {
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => abstract.listen(`\0${abstractName}`, resolve));
    const address = listener.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    said = JSON.parse(await outputOf([process.execPath, '-e', programFor(port, abstractName)]));
  });
  after(() => {
    listener.close();
    abstract.close();
    removeEgressFolder(egressFolder);
  });

  for (const [name, [outcomes]] of Object.entries(attempts)) {
    it(`holds against code that ${name}`, () => assert.match(said[name] ?? 'nothing', outcomes));
  }

  const perl = '/usr/bin/perl';
  const noPerl = existsSync(perl) ? false : 'needs perl: apt-get install perl-base';
  it('refuses the system calls of the list to a program of any language', { skip: noPerl }, async () => {
    assert.ok(process.arch === 'x64' || process.arch === 'arm64');
    assert.ok(auditArchitecture[process.arch]);
    const calls = Object.values(refusedCalls).flatMap((group) => Object.entries(group));
    const numbers = calls.flatMap(([name, pair]) => {
      assert.ok(process.arch === 'x64' || process.arch === 'arm64');
      const number = numberOn(process.arch, pair);
      return number === undefined ? [] : [[name, number] as const];
    });
    // -1 for every argument: with it none of them does anything where it is not refused.
    const program = `$| = 1; for (${numbers.map(([, number]) => number).join(',')}) { $! = 0; syscall($_, -1, -1, -1, -1, -1); print $! + 0, "\\n"; }`;
    const errnos = (await outputOf([perl, '-e', program], filesOf(perl))).trim().split('\n').map(Number);
    assert.deepEqual(
      numbers.map(([name], index) => [name, errnos[index]]),
      numbers.map(([name]) => [name, 1]),
    );
  });

  /** What a program prints in the sandbox of a runner. */
  async function outputOf(command: readonly string[], files: readonly string[] = []): Promise<string> {
    const moduleFolders = installedModuleFolders();
    const runner = sandboxOf({ heapMb: 64, moduleFolders, egressFolder });
    const sandbox: Sandbox = { ...runner, readable: [...runner.readable, ...files], command };
    const { bubblewrap } = startSandboxed(sandbox, 'pipe');
    let output = '';
    let complaints = '';
    bubblewrap.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    bubblewrap.stderr?.on('data', (chunk: Buffer) => {
      complaints += chunk.toString();
    });
    await new Promise((resolve) => bubblewrap.once('close', resolve));
    assert.equal(complaints, '');
    return output;
  }
});

/** A program that tries everything and prints what came of it as JSON. */
function programFor(port: number, name: string): string {
  const tries = Object.entries(attempts).map(
    ([title, [, expression]]) => `await attempt(${JSON.stringify(title)}, async () => ${expression});`,
  );
  return `
    const [fs, os, net, dgram, dns, childProcess] = ['fs', 'os', 'net', 'dgram', 'dns', 'child_process'].map((name) => require(name));
    const [port, name] = ${JSON.stringify([port, name])};
    const errorOf = (error) => { throw error ?? new Error('it worked'); };
    const emitted = (emitter) => new Promise((resolve, reject) => {
      emitter.on('error', reject).on('connect', () => resolve('connected')).on('listening', () => resolve('listening'));
    });
    const linkOf = (fd) => { try { return fs.readlinkSync('/proc/self/fd/' + fd).split(':')[0]; } catch { return ''; } };
    const said = {};
    const attempt = async (title, act) => {
      try { said[title] = String(await act() ?? 'it worked'); } catch (error) { said[title] = error.code ?? error.message; }
    };
    (async () => { ${tries.join('\n')} process.stdout.write(JSON.stringify(said), () => process.exit(0)); })();`;
}

/** A program's binary and libraries. */
function filesOf(program: string): readonly string[] {
  const libraries = execFileSync('ldd', [program], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  return [program, ...libraries];
}
