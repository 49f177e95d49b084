import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondsToLive } from './refresh-token-life.ts';

const policy = { rotating: false, leewaySeconds: 0, lifetimeSeconds: 100, idleLifetimeSeconds: 60 };
const began = 1_900_000_000;

test('a refresh token lives as long as it may lie idle, and never longer than its family', () => {
  for (const [age, seconds] of [
    [0, 60],
    [40, 60],
    [41, 59],
    [99, 1],
    [100, 0],
    [500, -400],
  ] as const) {
    assert.equal(secondsToLive(policy, began, began + age), seconds, `${age} seconds after the login`);
  }
});

test('an idle time beyond the lifetime adds nothing', () => {
  assert.equal(secondsToLive({ ...policy, idleLifetimeSeconds: 1000 }, began, began + 30), 70);
});
