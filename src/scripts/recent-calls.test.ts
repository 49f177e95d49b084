import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openRecentCalls, type RecentCalls } from './recent-calls.ts';
import { redactor } from './redact.ts';
import type { ScriptCall } from './script-call.ts';

function callOf(password: string): ScriptCall {
  const scripts = { version: '1', sources: {}, configuration: {} };
  return {
    connectionId: 'a',
    connectionName: 'a',
    scripts,
    script: 'login',
    args: ['jane@example.com', password],
  };
}

const remembers = ({ secrets }: RecentCalls, password: string): boolean =>
  redactor(...secrets)(password) === '[password]';

describe('recent calls', () => {
  it('remembers a call for its time at least, and for twice that time at most', () => {
    let ms = 0;
    const recent = openRecentCalls({ keepMs: 100, now: () => ms, onBoard: () => [] });
    const at = (then: number): boolean => {
      ms = then;
      recent.turn();
      return remembers(recent, 'of jane');
    };
    ms = 60;
    recent.board(callOf('of jane'));
    assert.deepEqual([at(99), at(100), at(160), at(199), at(200)], [true, true, true, true, false]);
  });

  it('does not forget a call on board, whatever comes after it', () => {
    const onBoard = [callOf('on board')];
    const recent = openRecentCalls({ keepMs: 100, now: () => 0, onBoard: () => onBoard });
    recent.board(callOf('on board'));
    recent.board(callOf('gone'));
    for (let count = 0; count < 2_500; count += 1) recent.board(callOf(`word of ${count}`));
    assert.ok(remembers(recent, 'on board'));
    assert.ok(remembers(recent, 'word of 2000'));
    assert.ok(!remembers(recent, 'gone'), 'bounded');
  });

  it('knows what comes after it was asked', () => {
    const recent = openRecentCalls({ keepMs: 100, now: () => 0, onBoard: () => [] });
    const redact = redactor(...recent.secrets);
    recent.board(callOf('first words'));
    assert.equal(redact('first words, other words'), '[password], other words');
    recent.board(callOf('other words'));
    assert.equal(redact('first words, other words'), '[password], [password]');
  });
});
