import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAddressRange, isInRanges } from './address-list.ts';

describe('lists of addresses', () => {
  for (const range of ['192.0.2.1', '192.0.2.0/24', '0.0.0.0/0', '2001:db8::1', '2001:db8::/32', '::/0'])
    it(`takes ${range}`, () => assert.equal(isAddressRange(range), true));

  for (const text of [
    '',
    'x',
    '192.0.2',
    '192.0.2.0/33',
    '192.0.2.0/',
    '192.0.2.0/8/8',
    '::/129',
    '::1%eth0',
    '1/2',
  ])
    it(`refuses "${text}"`, () => assert.equal(isAddressRange(text), false));

  const rows: readonly (readonly [string, readonly string[], boolean])[] = [
    ['192.0.2.7', ['192.0.2.7'], true],
    ['192.0.2.7', ['192.0.2.8'], false],
    ['192.0.2.7', ['192.0.2.0/29'], true],
    ['192.0.2.8', ['192.0.2.0/29'], false],
    ['::ffff:192.0.2.7', ['192.0.2.7'], true],
    ['2001:db8:1::9', ['192.0.2.0/24', '2001:db8:1::/48'], true],
    ['2001:db8:2::9', ['2001:db8:1::/48'], false],
    ['fe80::1%eth0', ['fe80::/10'], true],
    ['not an address', ['0.0.0.0/0', '::/0'], false],
    ['192.0.2.7', [], false],
    ['192.0.2.7', ['nonsense', '192.0.2.7'], true],
  ];
  for (const [address, ranges, isIn] of rows)
    it(`${address} is${isIn ? '' : ' not'} in [${ranges.join(', ')}]`, () => {
      assert.equal(isInRanges(address, ranges), isIn);
    });
});
