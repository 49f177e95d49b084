import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger } from './logger.ts';

function logged(line: object): Record<string, unknown> {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', destination: { write: (text) => void lines.push(text) } });
  logger.child({ reqId: '1' }).info(line, 'message');
  return JSON.parse(lines.join(''));
}

test('what travels under a secret’s name is redacted at any place, and all else is kept (S15)', () => {
  const list = [{ ticket: 'hunter22', kind: 'a' }];
  const { event } = logged({ event: { userId: 'auth0|1', list, inner: { password: { is: 'hunter22' } } } });
  assert.deepEqual(event, {
    userId: 'auth0|1',
    list: [{ ticket: '[redacted]', kind: 'a' }],
    inner: { password: '[redacted]' },
  });
});

test('a line that contains itself ends', () => {
  const line: { itself?: object; token: string } = { token: 'x' };
  line.itself = line;
  assert.match(JSON.stringify(logged(line)), /"\[too deep\]"/);
});
