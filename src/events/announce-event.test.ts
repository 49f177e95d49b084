import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordedEvent } from '../accounts/index.ts';
import { announceEvent } from './announce-event.ts';
import { createLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';

const context = {
  id: '0123456789abcdef01234567',
  at: 0,
  source: { ip: '192.0.2.1', userAgent: 'curl' },
  clientId: 'app',
  connectionId: 'con_1',
  connectionName: 'shop-users',
  userId: 'auth0|1',
  identifier: 'jane@example.com',
};

function announced(event: RecordedEvent): { line: Record<string, unknown>; metrics: () => Promise<string> } {
  const lines: string[] = [];
  const metrics = createMetrics();
  const logger = createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } });
  announceEvent({ logger, metrics }, event);
  assert.equal(lines.length, 1);
  return { line: JSON.parse(lines[0] ?? ''), metrics: metrics.text };
}

test('an event is one line and one count; the line names the user by id, never by what was typed', async () => {
  const { line, metrics } = announced({
    ...context,
    kind: 'user-migrated',
    by: 'login',
    legacy: { scriptVersion: 'v1', durationMs: 12 },
  });
  assert.equal(line['level'], 'info');
  assert.equal(line['msg'], 'user-migrated');
  assert.match(JSON.stringify(line), /auth0\|1/);
  assert.doesNotMatch(JSON.stringify(line), /jane/);
  const text = await metrics();
  assert.match(text, /segue_events_total\{kind="user-migrated",connection="shop-users"\} 1/);
  assert.match(text, /segue_legacy_call_seconds_count\{connection="shop-users"\} 1/);
  assert.doesNotMatch(text, /jane|auth0\|1/);
});

test('what an operator must act upon is a warning', () => {
  const legacy = { scriptVersion: 'v1', durationMs: 12 };
  const { line } = announced({
    ...context,
    kind: 'script-fault',
    script: 'login',
    reason: 'TypeError',
    legacy,
  });
  assert.equal(line['level'], 'warn');
});

test('the log redacts what travels under a secret’s name, and keeps of an error its name, code and place (S15)', () => {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } });
  logger.info(
    {
      password: 'hunter22',
      body: { client_secret: 'hunter22' },
      req: { headers: { authorization: 'hunter22' } },
    },
    'x',
  );
  const error = Object.assign(new Error("select * from users where password = 'hunter22'"), {
    code: 'ER_PARSE_ERROR',
    sql: 'hunter22',
  });
  logger.error({ err: error }, 'y');
  assert.doesNotMatch(lines.join(''), /hunter22/);
  assert.match(lines[1] ?? '', /ER_PARSE_ERROR/);
  assert.match(lines[1] ?? '', /announce-event\.test/);
});
