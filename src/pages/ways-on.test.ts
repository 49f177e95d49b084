import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createSealer } from '../lib/sealed-secret.ts';
import { createWaysOn } from './ways-on.ts';

const wayOn = { url: 'https://shop.example/in?a=1', application: 'Morgenrot Shop' };

test('a way on opens as it was sealed, and nobody else can make one', () => {
  const key = randomBytes(32);
  const { sealWayOn, openWayOn } = createWaysOn({ sealer: createSealer([key]) });
  const text = sealWayOn(wayOn);
  assert.deepEqual(openWayOn(text), wayOn);
  const foreign = createWaysOn({ sealer: createSealer([randomBytes(32)]) }).sealWayOn(wayOn);
  const kept = createSealer([key]).seal(JSON.stringify(wayOn), {
    table: 'pages',
    row: 'x',
    field: 'password',
  });
  for (const none of ['', wayOn.url, JSON.stringify(wayOn), text.slice(0, -2), foreign, kept]) {
    assert.equal(openWayOn(none), undefined, none);
  }
});
