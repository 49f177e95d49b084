import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSealer } from '../lib/sealed-secret.ts';
import type { CheckScript } from './connection-rules.ts';
import { connectionFixture } from './fakes/connection-fixture.ts';
import { createInMemoryAccountsStore } from './fakes/in-memory-accounts-store.ts';
import { createManualClock } from './fakes/manual-clock.ts';
import { configurationPlace } from './seal-configuration.ts';
import { type ConnectionPatch, updateConnection } from './update-connection.ts';

const sealer = createSealer([new Uint8Array(32).fill(7)]);
const checkScript: CheckScript = (source) =>
  source.includes('?') ? { ok: false, message: 'Unexpected token', line: 2 } : { ok: true };

const checkEgressPattern = (pattern: string): string | undefined =>
  pattern.includes(' ') ? `"${pattern}" is not valid` : undefined;

const id = 'con_0000000000000001';
const key = sealer.seal('clear', configurationPlace(id, 'KEY'));
const stored = connectionFixture({ id, displayName: 'Shop', options: { configuration: { KEY: key } } });

async function open() {
  const clock = createManualClock();
  const store = createInMemoryAccountsStore({ clock });
  await store.connections.insert(stored);
  return {
    clock,
    update: (patch: ConnectionPatch, which = id) =>
      updateConnection({ store, sealer, checkScript, checkEgressPattern, clock }, which, patch),
    now: () => store.connections.find(id),
  };
}

test('what is given changes, the rest stays, and the time of the change is written', async () => {
  const { clock, update, now } = await open();
  const patch = { displayName: null, realms: ['shop'], enabledClients: ['app'] };
  const after = { ...stored, ...patch, updatedAt: clock.now() };
  assert.deepEqual(await update(patch), { outcome: 'updated', connection: after });
  assert.deepEqual(await now(), after);
});

test('options are replaced as a whole: what they leave out is gone', async () => {
  const { update, now } = await open();
  const options = { ...stored.options, importMode: false, configuration: {}, other: { kept: true } };
  assert.equal((await update({ options })).outcome, 'updated');
  assert.deepEqual((await now())?.options, options);
});

test('a configuration comes in clear and is kept sealed in its place (S10)', async () => {
  const { update, now } = await open();
  await update({ options: { ...stored.options, configuration: { KEY: 'new', MORE: 'more' } } });
  const { KEY, MORE } = (await now())?.options.configuration ?? {};
  assert.equal(sealer.open(KEY ?? '', configurationPlace(id, 'KEY')), 'new');
  assert.equal(sealer.open(MORE ?? '', configurationPlace(id, 'MORE')), 'more');
});

test('a patch of what is there already writes nothing: the configuration in clear, or sealed as it was shown', async () => {
  const { update, now } = await open();
  for (const KEY of ['clear', key]) {
    const options = { ...stored.options, configuration: { KEY } };
    const outcome = await update({ displayName: 'Shop', options });
    assert.deepEqual(outcome, { outcome: 'unchanged', connection: stored });
  }
  assert.deepEqual(await now(), stored);
});

test('options that cannot be are refused with the reason, and nothing is written', async () => {
  const { update, now } = await open();
  const { options } = stored;
  const refused = async (differs: Partial<typeof options>): Promise<unknown> =>
    update({ displayName: 'New', options: { ...options, ...differs } });
  assert.deepEqual(await refused({ customScripts: { login: 'x' } }), {
    outcome: 'migration-incomplete',
    missing: ['customScripts.get_user'],
  });
  assert.deepEqual(await refused({ customScripts: { login: '?', get_user: 'x' } }), {
    outcome: 'invalid-script',
    script: 'login',
    reason: 'line 2: Unexpected token',
  });
  for (const [egress, reason] of [
    ['db:3306', 'options.egress must be { allow: ["host:port", …] } with at most 100 patterns'],
    [{}, 'options.egress must be { allow: ["host:port", …] } with at most 100 patterns'],
    [{ allow: ['db:3306', 'a b'] }, 'options.egress.allow: "a b" is not valid'],
    [{ allow: [7] }, 'options.egress.allow: A pattern is a text.'],
  ] as const) {
    assert.deepEqual(await refused({ other: { egress } }), { outcome: 'invalid', reason });
  }
  const misplaced = await refused({ configuration: { OTHER: key } });
  assert.deepEqual(misplaced, { outcome: 'misplaced-secret', key: 'OTHER' });
  assert.deepEqual(await now(), stored);
});

test('a connection that is not there is none', async () => {
  const { update } = await open();
  assert.deepEqual(await update({ displayName: 'New' }, 'con_nowhere'), { outcome: 'no-such-connection' });
});
