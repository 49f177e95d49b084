import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConnectionOptions } from './connection.ts';
import { doorsFixture } from './doors-fixture.contract.ts';
import { sampleTombstone, sampleUser } from './fakes/samples.ts';
import { lookAtTicket } from './look-at-ticket.ts';
import type { User } from './user.ts';

const address = 'ada@example.com';

/** A link for somebody who is in the legacy system only, and what the page behind it would show. */
async function openLink() {
  const doors = await doorsFixture();
  const secret = await doors.link(address);
  const { asked } = doors.legacy;
  return {
    ...doors,
    /** Looks, which asks no legacy system, and then sends the page's form. */
    async lookAndChoose(): Promise<readonly string[]> {
      const askedBefore = asked.length;
      const { state } = await lookAtTicket(doors.needs, secret);
      assert.equal(asked.length, askedBefore);
      return [state, (await doors.choose(secret, 'new')).outcome];
    },
    change: (options: Partial<ConnectionOptions>) =>
      doors.store.connections.update(doors.connection.id, {
        options: { ...doors.connection.options, ...options },
      }),
    hold: (given: Partial<User>) =>
      doors.store.users.insert(
        sampleUser({ connectionId: doors.connection.id, email: address, ...given }),
        'today:x',
      ),
  };
}

test('a link is open while the legacy user behind it can still migrate, and then it works', async () => {
  const { lookAndChoose } = await openLink();
  assert.deepEqual(await lookAndChoose(), ['open', 'changed']);
});

const switches: readonly Partial<ConnectionOptions>[] = [
  { importMode: false },
  { enabledDatabaseCustomization: false },
  { customScripts: { login: 'function login() {}' } },
];
for (const options of switches) {
  test(`no password is asked for in vain: ${Object.keys(options)} was switched off or taken away`, async () => {
    const { change, lookAndChoose } = await openLink();
    await change(options);
    assert.deepEqual(await lookAndChoose(), ['gone', 'gone']);
  });
}

test('nor where a tombstone stands on the address; once lifted, the link is open again', async () => {
  const { store, connection, lookAndChoose } = await openLink();
  const tombstone = sampleTombstone({ connectionId: connection.id, email: 'Ada@Example.com' });
  await store.tombstones.insert(tombstone);
  assert.deepEqual(await lookAndChoose(), ['gone', 'gone']);
  await store.tombstones.setState(tombstone.id, 'lifted');
  assert.deepEqual(await lookAndChoose(), ['open', 'changed']);
});

test('nor where somebody else has the address by now', async () => {
  const { hold, lookAndChoose } = await openLink();
  await hold({});
  assert.deepEqual(await lookAndChoose(), ['gone', 'gone']);
});

test('who was migrated meanwhile finds it open, with import mode off too', async () => {
  const { hold, change, clock, lookAndChoose } = await openLink();
  const origin = { how: 'migrated-at-login', at: clock.now(), scriptVersion: 'v1', legacyMs: 1 } as const;
  await hold({ userId: 'auth0|7', origin });
  await change({ importMode: false });
  assert.deepEqual(await lookAndChoose(), ['open', 'changed']);
});
