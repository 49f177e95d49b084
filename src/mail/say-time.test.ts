import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayDuration, sayMoment } from './say-time.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

test('a moment is said as the language says it, its zone on the same line', () => {
  const moment = Date.UTC(2026, 10, 4, 17, 5, 59);
  assert.equal(sayMoment('en', moment), '4 November 2026 at 17:05\u00a0UTC');
  assert.equal(sayMoment('de', moment), '4. November 2026 um 17:05\u00a0UTC');
  assert.equal(sayMoment('fr', moment), '4 novembre 2026 à 17:05\u00a0UTC');
  assert.equal(sayMoment('es', moment), '4 de noviembre de 2026 a las 17:05\u00a0UTC');
  assert.equal(sayMoment('pt-BR', moment), '4 de novembro de 2026 às 17:05\u00a0UTC');
});

test('a duration has at most two units and forgives the seconds since the link was made', () => {
  assert.equal(sayDuration('en', 5 * dayMs - 9_000), '5 days');
  assert.equal(sayDuration('en', hourMs - 9_000), '1 hour');
  assert.equal(sayDuration('en', 90 * minuteMs), '1 hour and 30 minutes');
  assert.equal(sayDuration('en', dayMs + 2 * hourMs + 3 * minuteMs), '1 day and 2 hours');
  assert.equal(sayDuration('de', 90 * minuteMs), '1 Stunde und 30 Minuten');
  assert.equal(sayDuration('pt-BR', 2 * dayMs), '2 dias');
});

test('a link that has all but expired is valid for a minute, not for none', () => {
  assert.equal(sayDuration('en', 0), '1 minute');
  assert.equal(sayDuration('en', -hourMs), '1 minute');
});
