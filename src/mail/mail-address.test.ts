import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSender } from './mail-address.ts';

test('a sender is an address, with a name or without', () => {
  assert.deepEqual(readSender('no-reply@acme.example'), { name: null, address: 'no-reply@acme.example' });
  assert.deepEqual(readSender(' <no-reply@acme.example>'), { name: null, address: 'no-reply@acme.example' });
  assert.deepEqual(readSender('Acme, Ltd. <no-reply@acme.example>'), {
    name: 'Acme, Ltd.',
    address: 'no-reply@acme.example',
  });
  for (const from of ['', 'Acme', 'Acme <a@b.example> <c@d.example>', 'A\r\nBcc: x@y.z <a@b.example>']) {
    assert.throws(() => readSender(from), /not a sender's address/);
  }
});
