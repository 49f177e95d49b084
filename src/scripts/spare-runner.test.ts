import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { createScriptRunner, type LaunchedRunner, type LaunchRequest } from './index.ts';
import { launchBasic } from './launch-basic.ts';
import { isRunning, openScriptKit, pidIn, processEnds, type ScriptKit } from './script-kit.contract.ts';

const answersPid = 'async () => ({ pid: process.pid })';

interface Watched extends ScriptKit {
  readonly launched: readonly LaunchedRunner[];
  readonly folders: readonly string[];
  pidOf(index: number): number;
}

function openWatchedKit(limits: Parameters<typeof openScriptKit>[0] = {}): Watched {
  const launched: LaunchedRunner[] = [];
  const folders: string[] = [];
  const launch = (request: LaunchRequest): LaunchedRunner => {
    const one = launchBasic(request);
    launched.push(one);
    folders.push(request.egressFolder);
    return one;
  };
  const pidOf = (index: number): number => launched[index]?.pid() ?? Number.NaN;
  return { ...openScriptKit({ ...limits, launch }), launched, folders, pidOf };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('spare runner', { timeout: 60_000, concurrency: 4 }, () => {
  it('takes over the next version, another connection, and after a death; each time another one is kept', async () => {
    const { ask, launched, pidOf } = openWatchedKit();
    await ask(answersPid, { connection: 'a' });
    await until(() => launched.length === 2);
    assert.equal(pidIn(await ask(answersPid, { connection: 'a', version: '2' })), pidOf(1));
    await until(() => launched.length === 3);
    assert.equal(pidIn(await ask(answersPid, { connection: 'b' })), pidOf(2));
    await until(() => launched.length === 4);
    launched[2]?.kill();
    await processEnds(pidOf(2));
    assert.equal(pidIn(await ask(answersPid, { connection: 'b' })), pidOf(3));
  });

  it('is not there before the first call', async () => {
    let looks = 0;
    const now = (): number => {
      looks += 1;
      return performance.now();
    };
    const { launched, ask } = openWatchedKit({ now });
    await until(() => looks >= 3);
    assert.equal(launched.length, 0);
    await ask(answersPid);
    await until(() => launched.length === 2);
  });

  it('takes nobody’s place', async () => {
    const { launched, ask, pidOf } = openWatchedKit({ maxProcesses: 2 });
    await ask(answersPid, { connection: 'a' });
    await until(() => launched.length === 2);
    assert.equal(pidIn(await ask(answersPid, { connection: 'b' })), pidOf(1));
    await ask('async () => { await new Promise((resolve) => setTimeout(resolve, 200)); return {}; }', {
      connection: 'b',
      version: '2',
    });
    const running = launched.filter((_, index) => isRunning(pidOf(index)));
    assert.equal(running.length, 2);
  });

  it('ends when scripts are not in use any more', async () => {
    const clock = { now: 0 };
    const { launched, ask, pidOf, folders } = openWatchedKit({ idleMs: 1_000, now: () => clock.now });
    await ask(answersPid);
    await until(() => launched.length === 2);
    clock.now = 1_001;
    await Promise.all([processEnds(pidOf(0)), processEnds(pidOf(1))]);
    await until(() => !folders.some((folder) => existsSync(folder)));
  });

  it('is forgotten when it ends by itself, and followed by another', async () => {
    const { launched, ask, folders, pidOf } = openWatchedKit();
    await ask(answersPid);
    await until(() => launched.length === 2);
    launched[1]?.kill();
    await until(() => launched.length === 3);
    assert.equal(existsSync(folders[1] ?? ''), false);
    assert.equal(pidIn(await ask(answersPid)), pidOf(2));
  });

  it('serves the call all the same when it had just died unnoticed', async () => {
    const { launched, ask, pidOf } = openWatchedKit();
    await ask(answersPid, { connection: 'a' });
    await until(() => launched.length === 2);
    process.kill(pidOf(1), 'SIGKILL');
    const [first, second] = await Promise.all([
      ask(answersPid, { connection: 'b' }),
      ask(answersPid, { connection: 'b' }),
    ]);
    assert.equal(pidIn(first), pidIn(second));
    assert.notEqual(pidIn(first), pidOf(1));
  });

  it('ends with the runner', async () => {
    const { launched, ask, runner, pidOf, folders } = openWatchedKit();
    await ask(answersPid);
    await until(() => launched.length === 2);
    await runner.close();
    assert.deepEqual([isRunning(pidOf(0)), isRunning(pidOf(1))], [false, false]);
    assert.ok(!folders.some((folder) => existsSync(folder)));
  });
});

it('answers a call whose process cannot be started', async () => {
  const runner = createScriptRunner({
    launch: () => {
      throw new Error('spawn EAGAIN');
    },
  });
  after(() => runner.close());
  const scripts = { version: '1', configuration: {}, sources: { login: answersPid } };
  const call = {
    connectionId: 'a',
    connectionName: 'a',
    scripts,
    script: 'login',
    args: ['a', 'b'],
  } as const;
  const answer = await runner.run(call);
  assert.equal(answer.answer === 'unavailable' && answer.reason, 'runner-failed');
});

it('serves who asks for the version before, as long as anybody does, and ends what nobody asks for', async () => {
  const { ask } = openScriptKit();
  const slow =
    'async () => { await new Promise((resolve) => setTimeout(resolve, 150)); return { pid: process.pid }; }';
  const before = ask(slow, { connection: 'a', version: '1' });
  const after = pidIn(await ask(answersPid, { connection: 'a', version: '2' }));
  const late = ask(slow, { connection: 'a', version: '1' });
  const again = pidIn(await ask(answersPid, { connection: 'a', version: '2' }));
  const still = pidIn(await ask(answersPid, { connection: 'a', version: '2' }));
  assert.equal(again, still, 'the version in use has a process to stay');
  await Promise.all([before, late].map(async (one) => processEnds(pidIn(await one))));
  assert.ok(isRunning(again));
  if (after !== again) await processEnds(after);
});
