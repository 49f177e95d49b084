import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../kit/eventually.ts';
import { skipUnless } from '../kit/services/index.ts';
import { stores } from '../kit/stores.ts';
import { openHostileProxy } from './hostile-proxy.ts';
import { mariaDb } from './legacies-in-trouble.ts';
import { openLegacyStage } from './legacy-stage.ts';

/** As many as a lane has places, and as the script's pool has connections. */
const atOnce = 10;

/*
 * A network that is cut loses connections without a word: a script's pool holds them for good, and whoever asks it for one
 * waits. The legacy system is long back then, and the first who is let through must find it.
 */
for (const store of stores) {
  const options = store.options.skip === false ? skipUnless(...mariaDb.services) : store.options;
  test(`a pool that an outage has filled with lost connections, ${store.name}`, options, async (t) => {
    const { connect, password } = await openLegacyStage(t, store, { deadlineMs: 3_000 });
    const people = Array.from({ length: 2 * atOnce + 1 }, (_, at) => `person${at}@example.com`);
    const legacy = await mariaDb.start(t, people, password);
    const proxy = await openHostileProxy(legacy.port, mariaDb.question);
    t.after(() => proxy.stop());
    const { logIn, condition } = await connect('pooled', legacy.scripts(proxy.port));
    const logInAll = (some: readonly string[]): Promise<readonly number[]> =>
      Promise.all(some.map(async (email) => (await logIn(email)).status));

    const [first, second, last = ''] = [people.slice(0, atOnce), people.slice(atOnce, -1), people.at(-1)];
    assert.deepEqual(await logInAll(first), Array(atOnce).fill(200));
    await proxy.feel('hangs');
    assert.deepEqual(await logInAll(second), Array(atOnce).fill(503));
    assert.equal((await condition()).state, 'open');
    await proxy.feel('well');
    const isOver = async (): Promise<boolean> => (await condition()).retry_after_seconds === 0;
    await eventually(isOver, { within: 20_000, what: 'the end of the pause' });
    assert.equal((await logIn(last)).status, 200, 'the first who is let through');
    assert.deepEqual(await condition(), { state: 'closed', in_flight: 0, waiting: 0 });
    assert.deepEqual(await logInAll(second), Array(atOnce).fill(200));
  });
}
