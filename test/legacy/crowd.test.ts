import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../kit/eventually.ts';
import { stores } from '../kit/stores.ts';
import { openLegacyStage } from './legacy-stage.ts';
import { plainScripts, startPlainLegacy } from './plain-legacy.ts';

const crowd = 300;
const places = 10;
const queue = 256;

for (const store of stores) {
  test(`300 first logins at once, a legacy system of one place, ${store.name}`, store.options, async (t) => {
    const { connect, password } = await openLegacyStage(t, store, { deadlineMs: 20_000 });
    const opening = Promise.withResolvers<void>();
    const legacy = await startPlainLegacy({ password, oneByOneFrom: opening.promise });
    t.after(() => legacy.stop());
    const { connection, logIn, condition } = await connect('crowded', plainScripts(legacy.port));
    let answered = 0;
    const logins = Array.from({ length: crowd }, async (_, at) => {
      const { status } = await logIn(`person${at}@example.com`);
      answered += 1;
      return status;
    });
    const isFull = (): boolean => answered === crowd - places - queue;
    await eventually(isFull, { within: 15_000, what: 'the queue is full, and the rest refused' });
    assert.deepEqual(await condition(), { state: 'closed', in_flight: places, waiting: queue });
    opening.resolve();
    const statuses = await Promise.all(logins);
    const times = (status: number): number => statuses.filter((one) => one === status).length;
    assert.deepEqual([times(200), times(503)], [places + queue, crowd - places - queue]);
    assert.equal(legacy.mostAtOnce(), places);
    assert.equal(legacy.asked(), times(200), 'who was refused was not asked about');
    assert.deepEqual(await condition(), { state: 'closed', in_flight: 0, waiting: 0 });
    assert.equal((await logIn(`person${statuses.indexOf(503)}@example.com`)).status, 200);
    assert.ok(await connection.user(`person${statuses.indexOf(200)}@example.com`));
  });
}
