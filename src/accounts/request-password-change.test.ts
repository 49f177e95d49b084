import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doorsFixture } from './doors-fixture.contract.ts';

const hourMs = 60 * 60_000;

test('a hundred requests an hour are taken from one network; what is dropped then is an event, once', async () => {
  const { forgot, store, kinds, clock } = await doorsFixture();
  for (let i = 0; i < 120; i += 1) await forgot(`p${i}@example.com`, `2001:db8::${i}`);
  assert.equal((await store.pendingJobs()).length, 100);
  assert.deepEqual(await kinds(), ['letter-withheld']);
  await forgot('ada@example.com', '2001:db8:0:1::1');
  assert.equal((await store.pendingJobs()).length, 101);
  clock.advance(hourMs);
  for (let i = 0; i < 120; i += 1) await forgot(`q${i}@example.com`, '2001:db8::1');
  assert.equal((await store.pendingJobs()).length, 201);
  assert.deepEqual(await kinds(), ['letter-withheld', 'letter-withheld']);
});

test('its event says from where, for whom and by which application', async () => {
  const { forgot, store, connection } = await doorsFixture();
  for (let i = 0; i < 101; i += 1) await forgot(` p${i}@example.com `, '192.0.2.1');
  const query = { offset: 0, limit: 9, direction: 'asc', withTotal: false } as const;
  const [event] = (await store.events.list(query)).events;
  const { id: _id, at: _at, ...told } = event ?? assert.fail();
  assert.deepEqual(told, {
    kind: 'letter-withheld',
    letter: 'password-change',
    limit: 'address',
    source: { ip: '192.0.2.1', userAgent: null },
    clientId: 'app',
    connectionId: connection.id,
    connectionName: connection.name,
    userId: null,
    identifier: 'p100@example.com',
  });
});

test('how often an address is asked for is not counted here: whether it is anybody’s is not known yet', async () => {
  const { forgot, work, legacy } = await doorsFixture();
  for (const email of ['ada@example.com', 'nobody@example.com']) {
    for (let i = 0; i < 30; i += 1) {
      await forgot(email, `198.51.100.${i}`);
      await work();
    }
    assert.equal(legacy.asked.filter(({ identifier }) => identifier === email).length, 30);
  }
});
