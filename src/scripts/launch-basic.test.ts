import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { launchBasic } from './launch-basic.ts';
import { describeMisbehaviour } from './misbehaviour.contract.ts';
import { describeReadyModules } from './ready-modules.contract.ts';
import { describeScriptForms } from './script-forms.contract.ts';
import { faultCodeIn, openScriptKit, pidIn, processEnds, valueIn } from './script-kit.contract.ts';

describeScriptForms('basic', launchBasic);
describeMisbehaviour('basic', launchBasic);
describeReadyModules('basic', launchBasic);

describe('isolation level basic', { timeout: 30_000 }, () => {
  const { ask } = openScriptKit({ launch: launchBasic });

  it('gives a script no environment', async () => {
    process.env['SEGUE_TEST_CANARY'] = 'canary';
    assert.deepEqual(valueIn(await ask('async () => ({ env: process.env })')), { env: {} });
  });

  const refused: Readonly<Record<string, readonly [code: string, expression: string]>> = {
    'a host file': ['ERR_ACCESS_DENIED', "require('fs').readFileSync('/etc/passwd')"],
    "the server's own source": ['ERR_ACCESS_DENIED', `require('fs').readFileSync('${import.meta.filename}')`],
    'the folder above the modules': ['ERR_ACCESS_DENIED', "require('fs').readdirSync(process.cwd() + '/..')"],
    'a file to write': ['ERR_ACCESS_DENIED', "require('fs').writeFileSync(process.cwd() + '/x', '')"],
    'a native addon': ['Error', "process.dlopen({ exports: {} }, '/x.node')"],
    'a signal to the server': ['Error', 'process.kill(process.ppid)'],
    'internal bindings': ['Error', "process.binding('spawn_sync')"],
    'a program behind import()': ['ERR_ACCESS_DENIED', "(await import('node:child_process')).execSync('id')"],
    'a thread behind import()': [
      'ERR_ACCESS_DENIED',
      "new (await import('node:worker_threads')).Worker('', { eval: true })",
    ],
    'SQLite behind import()': ['ERR_UNKNOWN_BUILTIN_MODULE', "await import('node:sqlite')"],
    'a built-in behind process': ['ERR_MODULE_REFUSED', "process.getBuiltinModule('child_process')"],
    'a file by its path': ['ERR_MODULE_REFUSED', "require('/etc/passwd')"],
    'a file by its URL': ['ERR_MODULE_REFUSED', "require('file:///etc/passwd')"],
    'a way out of the module folder': ['ERR_MODULE_REFUSED', "require('pg/../../package.json')"],
    'a module that is not there': ['MODULE_NOT_FOUND', "require('@nobody/nothing@1.0.0')"],
  };
  for (const [name, [code, expression]] of Object.entries(refused)) {
    it(`refuses ${name}`, async () => {
      assert.equal(faultCodeIn(await ask(`async () => { ${expression}; return {}; }`)), code);
    });
  }

  for (const name of [
    'child_process',
    'cluster',
    'dgram',
    'inspector',
    'module',
    'repl',
    'sqlite',
    'v8',
    'vm',
    'worker_threads',
  ]) {
    it(`refuses the built-in ${name}, with and without its prefix`, async () => {
      const both = await Promise.all(
        [name, `node:${name}`].map((one) => ask(`async () => require('${one}')`)),
      );
      assert.deepEqual(both.map(faultCodeIn), ['ERR_MODULE_REFUSED', 'ERR_MODULE_REFUSED']);
    });
  }

  it('goes first when the machine runs out of memory, and leaves no passwords in a core dump', async (t) => {
    const pid = pidIn(await ask('async () => ({ pid: process.pid })'));
    if (!existsSync(`/proc/${pid}`)) return t.skip('needs /proc');
    assert.equal(readFileSync(`/proc/${pid}/oom_score_adj`, 'latin1').trim(), '1000');
    assert.equal(Number(`0x${readFileSync(`/proc/${pid}/coredump_filter`, 'latin1').trim()}`), 0);
  });

  it('ends its processes with the server, even one whose loop is stuck, when the server is killed', async (t) => {
    if (!existsSync('/usr/bin/setpriv')) return t.skip('needs setpriv');
    const { pids, server } = await startServerWithStuckScript();
    assert.equal(pids.length, 2);
    server.kill('SIGKILL');
    await Promise.all(pids.map(processEnds));
  });
});

/** A server in a process of its own, with one runner that waits and one that loops for ever. */
async function startServerWithStuckScript(): Promise<{
  pids: readonly number[];
  server: ReturnType<typeof spawn>;
}> {
  const program = `
    import { createScriptRunner } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
    const runner = createScriptRunner({ blockedMs: 60_000 });
    const ask = (connectionId, login) => runner.run({ connectionId, connectionName: 'c', script: 'login', args: ['a', 'b'],
      scripts: { version: '1', configuration: {}, sources: { login } } });
    const idle = await ask('idle', 'async () => ({ pid: process.pid })');
    const stuck = await ask('stuck', 'async () => { setTimeout(() => { while (true) {} }, 1); return { pid: process.pid }; }');
    console.log(JSON.stringify([idle.value.pid, stuck.value.pid]));`;
  const server = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pids: unknown = await new Promise((resolve) => {
    server.stdout.once('data', (chunk: Buffer) => resolve(JSON.parse(chunk.toString())));
  });
  assert.ok(Array.isArray(pids));
  return { pids: pids.map(Number), server };
}
