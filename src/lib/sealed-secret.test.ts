import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSealer, looksSealed } from './sealed-secret.ts';

const place = { table: 'connections', row: 'con_1', field: 'configuration', key: 'DB_PASSWORD' };

test('what is sealed opens in its own place, whatever the text', () => {
  const sealer = createSealer([randomBytes(32)]);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (plain) => {
      const sealed = sealer.seal(plain, place);
      assert.ok(looksSealed(sealed));
      assert.equal(sealer.open(sealed, place), Buffer.from(plain).toString()); // lone surrogates have no UTF-8
    }),
  );
});

test('S10: a cipher text moved to another table, row, field or key does not open', () => {
  const sealer = createSealer([randomBytes(32)]);
  const sealed = sealer.seal('s3cret', place);
  for (const elsewhere of [
    { ...place, table: 'clients' },
    { ...place, row: 'con_2' },
    { ...place, field: 'options' },
    { ...place, key: 'LOG_URL' },
    { table: place.table, row: place.row, field: place.field },
  ]) {
    assert.equal(sealer.open(sealed, elsewhere), undefined);
  }
});

test('an altered, cut or foreign text does not open', () => {
  const sealer = createSealer([randomBytes(32)]);
  const sealed = sealer.seal('s3cret', place);
  const foreign = createSealer([randomBytes(32)]).seal('s3cret', place);
  const flipped = sealed.slice(0, -2) + (sealed.at(-2) === 'A' ? 'B' : 'A') + sealed.at(-1);
  for (const text of [
    flipped,
    sealed.slice(0, -4),
    sealed.slice(0, 20),
    '',
    'sealed:1:',
    'sealed:1:x:',
    foreign,
    's3cret',
  ]) {
    assert.equal(sealer.open(text, place), undefined);
  }
});

test('keys rotate: old texts open under the new ring and are told to be stale', () => {
  const [older, newer] = [randomBytes(32), randomBytes(32)];
  const sealed = createSealer([older]).seal('s3cret', place);
  const ring = createSealer([newer, older]);
  assert.equal(ring.open(sealed, place), 's3cret');
  assert.equal(ring.isStale(sealed), true);
  assert.equal(ring.isStale(ring.seal('s3cret', place)), false);
});

test('derived keys differ by purpose and agree between nodes', () => {
  const master = randomBytes(32);
  const [one, two] = [createSealer([master]), createSealer([master])];
  assert.deepEqual(one.deriveKey('a'), two.deriveKey('a'));
  assert.notDeepEqual(one.deriveKey('a'), one.deriveKey('b'));
});

test('what was derived before a rotation can be derived after it', () => {
  const [oldest, older, newer] = [randomBytes(32), randomBytes(32), randomBytes(32)];
  const ring = createSealer([newer, older, oldest]);
  assert.deepEqual(ring.deriveKey('a'), createSealer([newer]).deriveKey('a'));
  assert.deepEqual(
    ring.deriveFormerKeys('a'),
    [older, oldest].map((master) => createSealer([master]).deriveKey('a')),
  );
  assert.deepEqual(createSealer([newer]).deriveFormerKeys('a'), []);
});

test('a key of another length is refused', () => {
  assert.throws(() => createSealer([randomBytes(16)]), RangeError);
  assert.throws(() => createSealer([]), RangeError);
});
