import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connectionCodeOf } from './classify-error.ts';
import { describeError } from './runner/script-errors.mjs';

const codeOf = (error: unknown): string | undefined => {
  const described = describeError(error);
  return described.kind === 'thrown' ? connectionCodeOf(described) : described.kind;
};
const withCode = (code: unknown, message = 'x'): Error => Object.assign(new Error(message), { code });

describe('classify error', () => {
  it('finds the codes of systems and drivers, on the error or on what caused it', () => {
    const codes = [
      'ECONNREFUSED',
      'ETIMEDOUT',
      'ENOTFOUND',
      'PROTOCOL_CONNECTION_LOST',
      'ER_CON_COUNT_ERROR',
      '08006',
      '57P03',
      '53300',
      'ESERVFAIL',
    ];
    for (const code of codes) {
      assert.equal(codeOf(withCode(code)), code);
      assert.equal(codeOf(new TypeError('fetch failed', { cause: withCode(code) })), code);
      assert.equal(codeOf(new AggregateError([new Error('first'), withCode(code)])), code);
    }
  });

  it('knows LDAP’s busy and unavailable, and time limits, by their names', () => {
    for (const name of ['BusyError', 'UnavailableError', 'TimeoutError', 'MongoServerSelectionError']) {
      assert.equal(codeOf(Object.assign(new Error('x'), { name })), name);
    }
  });

  it('knows the drivers’ messages that carry no code', () => {
    const messages = [
      'Connection terminated unexpectedly',
      'timeout exceeded when trying to connect',
      "Can't add new command when connection is in closed state",
      'Connection closed before message response was received. Message type: BindRequest (0x60)',
      '2__ldap://legacy.example.com:389 closed',
    ];
    for (const message of messages) assert.equal(codeOf(new Error(message)), 'CONNECTION_LOST');
  });

  it('leaves a script’s own errors alone', () => {
    const own = [
      withCode('ER_ACCESS_DENIED_ERROR'),
      withCode('42P01'),
      withCode('08'),
      withCode(404),
      new Error('ECONNREFUSED'),
      'ETIMEDOUT',
      null,
      { cause: { cause: null } },
    ];
    for (const error of own) assert.equal(codeOf(error), undefined);
  });

  it('blames nobody for what the egress policy refuses, whatever the driver makes of it', () => {
    const refused = "connect EACCES 10.0.0.1:1433 - the server's egress policy refuses it";
    assert.equal(codeOf(withCode('ESOCKET', `Failed to connect to legacy:1433 - ${refused}`)), undefined);
  });

  it('is not caught in causes that go in circles', () => {
    const error = new Error('round');
    error.cause = error;
    assert.equal(codeOf(error), undefined);
  });
});
