import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRefusalPeriods, type Whereabouts } from './refusal-periods.ts';

/** Follows the T of one connection over rounds of refusals that each took so long. */
function follow(): { round(whereabouts: Whereabouts, tookMs: number): number } {
  const periods = createRefusalPeriods();
  let periodMs = 300;
  return {
    round(whereabouts, tookMs) {
      for (let i = 0; i < 128; i += 1) periodMs = periods.observe('con', { periodMs, tookMs, whereabouts });
      return periodMs;
    },
  };
}

test('T rises by a step a round while refusals come close to it, never above a second', () => {
  const { round } = follow();
  assert.equal(round('legacy', 100), 300);
  assert.equal(round('legacy', 241), 350, '0.8 T is close');
  for (let i = 0; i < 20; i += 1) round('legacy', 950);
  assert.equal(round('legacy', 950), 1_000);
});

test('T falls by a step in eight quiet rounds, never below its start', () => {
  const { round } = follow();
  for (let i = 0; i < 2; i += 1) round('legacy', 500);
  assert.equal(round('legacy', 20), 400, 'only one kind was seen');
  assert.equal(round('user-here', 20), 400);
  for (let i = 0; i < 6; i += 1) assert.equal(round('legacy', 20), 400);
  assert.equal(round('legacy', 20), 350);
  for (let i = 0; i < 40; i += 1) round('user-here', 20);
  assert.equal(round('legacy', 20), 300);
});

test('S1: many quick refusals of one kind do not bring T below the slow ones of another', () => {
  const { round } = follow();
  for (let i = 0; i < 6; i += 1) round('legacy', 440);
  assert.equal(round('legacy', 440), 550);
  for (let i = 0; i < 100; i += 1) assert.equal(round('user-here', 5), 550);
  for (let i = 0; i < 100; i += 1) assert.equal(round('nobody', 5), 550);
});
