import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createScriptRunner, type Launch, type LaunchedRunner } from './index.ts';
import { isRunning, processEnds, valueIn } from './script-kit.contract.ts';

/** What holds for the process itself at every level; `module` exports the launch under its name. */
export function describeProcessLife(level: string, launch: Launch, module: URL): void {
  describe(`the process of a script at level ${level}`, { timeout: 30_000 }, () => {
    const launched: LaunchedRunner[] = [];
    const runner = createScriptRunner({
      launch: (request) => {
        const one = launch(request);
        launched.push(one);
        return one;
      },
    });
    after(() => runner.close());

    const sources = { login: 'async () => (global.calls = (global.calls ?? 0) + 1)' };
    const scripts = { version: '1', configuration: {}, sources };
    const call = {
      connectionId: 'c',
      connectionName: 'c',
      script: 'login',
      args: ['a', 'b'],
      scripts,
    } as const;

    it('goes first when the machine runs out of memory, leaves no core dump, writes no file', async (t) => {
      if (!existsSync('/proc/self/oom_score_adj')) return t.skip('needs /proc');
      assert.equal(valueIn(await runner.run(call)), 1);
      const pid = launched[0]?.pid();
      assert.equal(readFileSync(`/proc/${pid}/oom_score_adj`, 'latin1').trim(), '1000');
      assert.equal(Number(`0x${readFileSync(`/proc/${pid}/coredump_filter`, 'latin1').trim()}`), 0);
      const limits = readFileSync(`/proc/${pid}/limits`, 'latin1');
      assert.match(limits, /^Max file size +0 +0 /m);
      assert.match(limits, /^Max open files +\d{1,4} +\d{1,4} /m);
      assert.match(readFileSync(`/proc/${pid}/cmdline`, 'latin1'), /^[^\0]*node\0--permission\0/);
    });

    it('lives on when a signal goes to the whole service', async (t) => {
      if (!existsSync('/proc/self/status')) return t.skip('needs /proc');
      assert.equal(valueIn(await runner.run(call)), 2);
      const all = launched.map((one) => one.pid() ?? 0).flatMap((pid) => [pid, ...otherParentOf(pid)]);
      for (const each of all) for (const signal of ['SIGINT', 'SIGTERM']) process.kill(each, signal);
      assert.equal(valueIn(await runner.run(call)), 3, 'the same process');
      assert.ok(all.every(isRunning));
    });

    it('ends with the server, even with its loop stuck, when the server is killed', async (t) => {
      if (!existsSync('/usr/bin/setpriv')) return t.skip('needs setpriv');
      const { pids, server } = await startServerWithStuckScript(launch.name, module);
      assert.equal(pids.length, 3);
      server.kill('SIGKILL');
      await Promise.all(pids.map(processEnds));
    });
  });
}

/** The process that waits outside the wall for one inside, if the server does not do so itself. */
function otherParentOf(pid: number): readonly number[] {
  const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]);
  return parent === process.pid ? [] : [parent];
}

/** A server in a process of its own, with one runner that waits, one that loops for ever, and the spare one. */
async function startServerWithStuckScript(
  launch: string,
  module: URL,
): Promise<{ pids: readonly number[]; server: ChildProcess }> {
  const program = `
    import { createScriptRunner } from ${JSON.stringify(fileURLToPath(new URL('./index.ts', import.meta.url)))};
    import { ${launch} } from ${JSON.stringify(fileURLToPath(module))};
    const launched = [];
    const runner = createScriptRunner({ blockedMs: 60_000, launch: (request) => {
      const one = ${launch}(request);
      launched.push(one);
      return one;
    } });
    const ask = (connectionId, login) => runner.run({ connectionId, connectionName: 'c', script: 'login', args: ['a', 'b'],
      scripts: { version: '1', configuration: {}, sources: { login } } });
    await ask('idle', 'async () => 1');
    await ask('stuck', 'async () => { setTimeout(() => { while (true) {} }, 1); return 1; }');
    while (launched.length < 3 || launched.some((one) => one.pid() === undefined)) await new Promise((resolve) => setTimeout(resolve, 5));
    console.log(JSON.stringify(launched.map((one) => one.pid())));`;
  const server = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pids: unknown = await new Promise((resolve) => {
    server.stdout.once('data', (chunk: Buffer) => resolve(JSON.parse(chunk.toString())));
  });
  assert.ok(Array.isArray(pids));
  return { pids: pids.map(Number), server };
}
