import assert from 'node:assert/strict';
import { it } from 'node:test';
import { newObjectId } from '../lib/object-id.ts';
import { ticketSecret, ticketSecretDigest } from './ticket.ts';

const key = new Uint8Array(32).fill(7);

it("makes the same secret of a ticket's id each time, and another one of another id or key", () => {
  const [a, b] = [newObjectId(), newObjectId()];
  assert.equal(ticketSecret(key, a), ticketSecret(key, a));
  assert.notEqual(ticketSecret(key, a), ticketSecret(key, b));
  assert.notEqual(ticketSecret(key, a), ticketSecret(new Uint8Array(32).fill(8), a));
});

it('makes secrets of 256 bits that a link can hold, and digests that do not give them away', () => {
  const secret = ticketSecret(key, newObjectId());
  assert.match(secret, /^[\w-]{43}$/);
  assert.match(ticketSecretDigest(secret), /^[\w-]{43}$/);
  assert.notEqual(ticketSecretDigest(secret), secret);
});
