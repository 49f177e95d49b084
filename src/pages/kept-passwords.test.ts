import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createManualClock } from '../accounts/fakes/manual-clock.ts';
import { createSealer } from '../lib/sealed-secret.ts';
import { createKeptPasswords } from './kept-passwords.ts';

const ticket = 'the-secret-of-a-ticket';
const password = 'Tür canary\nin two lines';
const fifteenMinutesMs = 15 * 60_000;

function open(keys: readonly Uint8Array[] = [randomBytes(32)]) {
  const clock = createManualClock();
  return { clock, ...createKeptPasswords({ sealer: createSealer(keys), clock }) };
}

test('a kept password is the typed one, to the letter, and cannot be read', () => {
  const { keep, kept } = open();
  for (const typed of [password, ' 1 ', '123 456', '', '\n'])
    assert.equal(kept(ticket, keep(ticket, typed)), typed);
  const text = keep(ticket, password);
  assert.ok(!text.includes('canary') && !Buffer.from(text, 'base64url').includes('canary'));
  assert.notEqual(keep(ticket, password), text, 'two of a kind do not show that they are');
});

test('it is kept for 15 minutes, and not a millisecond longer', () => {
  const { clock, keep, kept } = open();
  const text = keep(ticket, password);
  clock.advance(fifteenMinutesMs - 1);
  assert.equal(kept(ticket, text), password);
  clock.advance(1);
  assert.equal(kept(ticket, text), undefined);
});

test('it opens for its own ticket only', () => {
  const { keep, kept } = open();
  const text = keep(ticket, password);
  for (const other of ['another-ticket', '', `${ticket} `, ticket.toUpperCase()]) {
    assert.equal(kept(other, text), undefined, other);
  }
});

test('a text that was tampered with, wherever, opens nothing', () => {
  const { keep, kept } = open();
  const text = keep(ticket, password);
  const body = text.lastIndexOf(':') + 1;
  for (let at = 0; at < text.length - 1; at += 1) {
    const other = text[at] === 'A' ? 'B' : 'A';
    assert.equal(kept(ticket, text.slice(0, at) + other + text.slice(at + 1)), undefined, `${at}`);
  }
  const noTexts = ['', 'abc', text.slice(0, -8), text.slice(body), text.slice(0, body), `${text}${text}`];
  for (const none of noTexts) assert.equal(kept(ticket, none), undefined, none);
});

test('what was sealed for another place is no kept password', () => {
  const key = randomBytes(32);
  const { clock, kept } = open([key]);
  const elsewhere = createSealer([key]).seal(`${clock.now() + 1000} ${password}`, {
    table: 'clients',
    row: ticket,
    field: 'secret',
  });
  assert.equal(kept(ticket, elsewhere), undefined);
});

test('another key opens nothing; a key that was rotated out of use still opens', () => {
  const [former, current] = [randomBytes(32), randomBytes(32)];
  const text = open([former]).keep(ticket, password);
  assert.equal(open([current]).kept(ticket, text), undefined);
  assert.equal(open([current, former]).kept(ticket, text), password);
});
