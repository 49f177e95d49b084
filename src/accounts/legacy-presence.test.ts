import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountEvent } from './event.ts';
import { connectionFixture } from './fakes/connection-fixture.ts';
import type { LegacyAnswer } from './legacy-directory.ts';
import { existsInLegacy } from './legacy-presence.ts';

const facts = { scriptVersion: 'v1', durationMs: 3 };
const trouble: readonly LegacyAnswer[] = [
  { answer: 'unavailable', reason: 'ECONNREFUSED', retryAfterSeconds: 5, ...facts },
  { answer: 'fault', script: 'get_user', reason: 'TypeError', ...facts },
];

test('trouble with the legacy system leaves an event that names the address, and no username (S15)', async () => {
  for (const answer of trouble) {
    const events: AccountEvent[] = [];
    const record = async (event: AccountEvent): Promise<never> => {
      events.push(event);
      throw new Error('recorded');
    };
    const needs = { legacy: { find: async () => answer }, store: { events: { record } } };
    for (const identifier of ['ada@example.com', 'hunter22']) {
      await assert.rejects(
        existsInLegacy(needs, connectionFixture({ name: 'shop' }), identifier, {}),
        /recorded/,
      );
    }
    assert.deepEqual(
      events.map(({ identifier, connectionName }) => [identifier, connectionName]),
      [
        ['ada@example.com', 'shop'],
        [undefined, 'shop'],
      ],
    );
  }
});
