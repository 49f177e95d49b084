import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createManualClock } from '../accounts/fakes/manual-clock.ts';
import { openStore } from './index.ts';
import { onEachEngine } from './store-fixture.contract.ts';

const dayMs = 86_400_000;
// Ids never go back in time within a process: each engine begins where the last one ended.
const clock = createManualClock();

onEachEngine((newUrl) => {
  it('removes events older than a time, oldest first, some at a time, and no younger one', async () => {
    await using stack = new AsyncDisposableStack();
    const store = await openStore({ url: await newUrl(), clock });
    stack.defer(() => store.close());
    for (const userId of ['auth0|1', 'auth0|2', 'auth0|3', 'auth0|4']) {
      clock.advance(dayMs);
      await store.accounts.events.record({ kind: 'login-blocked', userId });
    }
    const left = async (): Promise<readonly (string | null)[]> =>
      (
        await store.accounts.events.list({ offset: 0, limit: 9, direction: 'asc', withTotal: false })
      ).events.map(({ userId }) => userId);
    const threshold = clock.now() - dayMs / 2;
    assert.equal(await store.oldEvents.deleteBefore(threshold, 2), 2);
    assert.deepEqual(await left(), ['auth0|3', 'auth0|4']);
    assert.equal(await store.oldEvents.deleteBefore(threshold, 2), 1);
    assert.equal(await store.oldEvents.deleteBefore(threshold, 2), 0);
    assert.deepEqual(await left(), ['auth0|4']);
  });
});
