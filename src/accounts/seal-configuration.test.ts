import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSealer } from '../lib/sealed-secret.ts';
import { sealConfiguration } from './seal-configuration.ts';

const sealer = createSealer([new Uint8Array(32).fill(7)]);

function sealed(
  connectionId: string,
  wanted: Record<string, string>,
  current = {},
): Readonly<Record<string, string>> {
  const result = sealConfiguration(sealer, connectionId, wanted, current);
  assert.ok(result.is === 'sealed');
  return result.configuration;
}

test('values are sealed to connection and key', () => {
  const { KEY } = sealed('con_1', { KEY: 'clear' });
  const place = { table: 'connections', row: 'con_1', field: 'configuration', key: 'KEY' };
  assert.equal(sealer.open(KEY ?? '', place), 'clear');
  assert.equal(sealer.open(KEY ?? '', { ...place, row: 'con_2' }), undefined);
});

test('the same value, sealed or in clear, keeps its cipher text; another does not', () => {
  const current = sealed('con_1', { KEY: 'clear' });
  assert.deepEqual(sealed('con_1', { KEY: 'clear' }, current), current);
  assert.deepEqual(sealed('con_1', current, current), current);
  assert.notEqual(sealed('con_1', { KEY: 'new' }, current)['KEY'], current['KEY']);
});

test('a sealed value anywhere else is misplaced (S10)', () => {
  const current = sealed('con_1', { KEY: 'clear' });
  const text = current['KEY'] ?? '';
  for (const [id, wanted] of [
    ['con_2', { KEY: text }],
    ['con_1', { OTHER: text }],
    ['con_1', { constructor: text }],
    ['con_1', { KEY: `${text.slice(0, -2)}xx` }],
  ] as const) {
    assert.equal(sealConfiguration(sealer, id, wanted, current).is, 'misplaced');
  }
});

test('an older cipher text of the same place is misplaced too: nothing sealed brings an old secret back (S10)', () => {
  const old = sealed('con_1', { KEY: 'old' });
  const current = sealed('con_1', { KEY: 'new' }, old);
  const sameSecretSealedBefore = sealed('con_1', { KEY: 'new' });
  assert.deepEqual(sealConfiguration(sealer, 'con_1', old, current), { is: 'misplaced', key: 'KEY' });
  assert.equal(sealConfiguration(sealer, 'con_1', sameSecretSealedBefore, current).is, 'misplaced');
  assert.equal(sealConfiguration(sealer, 'con_1', old, {}).is, 'misplaced', 'a key that was taken away');
});
