import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Launch, RunnerDeath } from './index.ts';
import { launchBasic } from './launch-basic.ts';
import { maxConnectionProcesses } from './runner-limits.ts';
import { openScriptKit, valueIn } from './script-kit.contract.ts';

/** Counts the processes that live at once; the one that is kept ready for anybody is among them. */
function countLiving(): { readonly launch: Launch; most(): number } {
  let living = 0;
  let most = 0;
  const launch: Launch = (request) => {
    const launched = launchBasic(request);
    living += 1;
    most = Math.max(most, living);
    launched.onEnd(() => {
      living -= 1;
    });
    return launched;
  };
  return { launch, most: () => most };
}

const aSpare = 1;
/** One that was told to end is gone a moment later. */
const ending = 1;
const tenTimes = Array.from({ length: 10 }, (_, at) => `user${at}@example.com`);

describe('processes of one connection', { timeout: 120_000, concurrency: 2 }, () => {
  it('are few, however many suspects of a death there are', async () => {
    const { launch, most } = countLiving();
    const deaths: RunnerDeath[] = [];
    const { ask } = openScriptKit({
      launch,
      blockedMs: 400,
      deadlineMs: 8_000,
      onDeath: (death) => deaths.push(death),
    });
    const source = `let calls = 0; function login(email, password, callback) {
      if (++calls === 10) setTimeout(() => { while (true) {} }, 20);
      if (calls === 1) setTimeout(() => callback(null, {}), 2_500);
    }`;
    await Promise.all(tenTimes.map((email) => ask(source, { connection: 'a', email })));
    assert.ok(deaths.length > 0);
    assert.ok(most() <= maxConnectionProcesses + aSpare + ending, `${most()}`);
  });

  it('are few, also where each says that it takes no more calls', async () => {
    const { launch, most } = countLiving();
    const { ask } = openScriptKit({ launch, deadlineMs: 6_000 });
    const retires = `(email, password, callback) => {
      require('fs').writeSync(3, '{"type":"retire"}\\n'); setTimeout(() => callback(null, {}), 2_000);
    }`;
    const asked: Promise<unknown>[] = [];
    for (const email of tenTimes) {
      asked.push(ask(retires, { connection: 'a', email }));
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    assert.deepEqual(valueIn(await ask('async () => ({ id: 1 })', { connection: 'b' })), { id: 1 });
    await Promise.all(asked);
    assert.ok(most() <= maxConnectionProcesses + 1 + aSpare + ending, `${most()}, one of another connection`);
  });
});
