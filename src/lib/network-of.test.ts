import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkOf } from './network-of.ts';

test('an IPv6 address counts by its first 64 bits, in every spelling', () => {
  for (const address of [
    '2001:db8:0:1::1',
    '2001:DB8::1:ffff:1:2:3',
    '2001:db8:0:1:a:b:c:d',
    '2001:db8:0:1::%eth0',
  ]) {
    assert.equal(networkOf(address), '2001:db8:0:1::/64', address);
  }
  assert.notEqual(networkOf('2001:db8:0:2::1'), networkOf('2001:db8:0:1::1'));
  assert.equal(networkOf('::1'), '0:0:0:0::/64');
  assert.equal(networkOf('fe80::'), 'fe80:0:0:0::/64');
});

test('an IPv4 address counts whole, and is the same in its IPv6 form', () => {
  assert.equal(networkOf('192.0.2.1'), '192.0.2.1');
  assert.equal(networkOf('::ffff:192.0.2.1'), '192.0.2.1');
  assert.equal(networkOf('::ffff:c000:201'), '192.0.2.1');
});

test('what is no address stays as it is', () => {
  for (const text of ['', 'unknown', '1:2', 'a]b', '::1]/x[']) assert.equal(networkOf(text), text);
});
