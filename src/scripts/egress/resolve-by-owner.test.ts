import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { resolveByOwner } from './resolve-by-owner.ts';
import type { ResolvedAddress } from './resolve-host.ts';

interface NameStage {
  /** The names that are being looked up, in the order in which they were begun. */
  readonly asked: readonly string[];
  /** Looks a name up for an owner, and lets whoever can go on do so. */
  lookUp(owner: string, host: string): Promise<void>;
  /** Ends the look-up of a name, so much later. */
  end(host: string, afterMs: number): Promise<void>;
  /** A look-up that takes as long as one of the hosts file. */
  quick(owner: string): Promise<void>;
  pass(milliseconds: number): void;
}

function createNameStage(): NameStage {
  const clock = { now: 0 };
  const running = new Map<string, PromiseWithResolvers<readonly ResolvedAddress[]>>();
  const resolveFor = resolveByOwner(
    (host) => {
      const ending = Promise.withResolvers<readonly ResolvedAddress[]>();
      running.set(host, ending);
      return ending.promise;
    },
    () => clock.now,
  );
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn += 1) await nextTurn();
  };
  const stage: NameStage = {
    get asked() {
      return [...running.keys()];
    },
    async lookUp(owner, host) {
      void resolveFor(owner)(host, 0).catch(() => {});
      await settle();
    },
    async end(host, afterMs) {
      clock.now += afterMs;
      running.get(host)?.reject(new Error('ENOTFOUND'));
      running.delete(host);
      await settle();
    },
    async quick(owner) {
      await stage.lookUp(owner, 'localhost');
      await stage.end('localhost', 1);
    },
    pass(milliseconds) {
      clock.now += milliseconds;
    },
  };
  return stage;
}

test('an owner whose names are quick waits for nobody whose names hang, however many they are', async () => {
  const names = createNameStage();
  await names.quick('innocent');
  for (let i = 0; i < 20; i += 1) await names.lookUp(`hostile ${i}`, `hangs-${i}.example`);
  assert.deepEqual(names.asked, ['hangs-0.example'], 'of those whose names are not known one at a time');
  for (let i = 0; i < 3; i += 1) {
    await names.lookUp('innocent', 'localhost');
    assert.deepEqual(names.asked, ['hangs-0.example', 'localhost']);
    await names.end('localhost', 1);
  }
  await names.end('hangs-0.example', 10_000);
  assert.deepEqual(names.asked, ['hangs-1.example']);
});

test('an owner whose name hangs once shares a place for ten minutes, and quick names do not buy it another', async () => {
  const names = createNameStage();
  await names.quick('hostile');
  await names.quick('innocent');
  await names.lookUp('hostile', 'hangs.example');
  await names.end('hangs.example', 10_000);
  await names.quick('hostile');
  await names.lookUp('new', 'hangs-too.example');
  await names.lookUp('hostile', 'hangs.example');
  assert.deepEqual(names.asked, ['hangs-too.example']);
  await names.lookUp('innocent', 'localhost');
  assert.deepEqual(names.asked, ['hangs-too.example', 'localhost']);

  await names.end('hangs-too.example', 1);
  await names.end('hangs.example', 1);
  names.pass(10 * 60_000);
  await names.lookUp('newer', 'hangs-too.example');
  await names.lookUp('hostile', 'hangs.example');
  assert.deepEqual(
    names.asked,
    ['localhost', 'hangs-too.example', 'hangs.example'],
    'it may have mended its ways',
  );
});

test('an owner looks its own names up one after the other, trusted or not', async () => {
  const names = createNameStage();
  await names.quick('innocent');
  await names.lookUp('innocent', 'one.example');
  await names.lookUp('innocent', 'two.example');
  assert.deepEqual(names.asked, ['one.example']);
  await names.end('one.example', 5);
  assert.deepEqual(names.asked, ['two.example']);
});
