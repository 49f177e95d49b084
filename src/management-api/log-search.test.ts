import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AccountEvent, EventKind } from '../accounts/index.ts';
import { type ApiUnderTest, openApi } from './api-fixture.contract.ts';
import { type LogFilter, readLogSearch } from './log-search.ts';

const januaryMs = Date.UTC(2026, 0, 1);
const dayMs = 86_400_000;

const supported: readonly (readonly [q: string, LogFilter])[] = [
  ['', {}],
  ['  ', {}],
  ['user_id:"auth0|1"', { userId: 'auth0|1' }],
  ['user_id:auth0|1 ', { userId: 'auth0|1' }],
  ['type:fp', { kinds: ['login-wrong-password'] }],
  ['type:fp OR type:fu', { kinds: ['login-wrong-password', 'login-unknown-user'] }],
  ['type:(fp OR fu)', { kinds: ['login-wrong-password', 'login-unknown-user'] }],
  [
    '(type:"fp" OR type:(fu OR fp)) ',
    { kinds: ['login-wrong-password', 'login-unknown-user', 'login-wrong-password'] },
  ],
  ['type:gd_unenroll', { kinds: [] }],
  ['(ip:"2001:db8::1") AND user_name:ann@example.com', { ip: '2001:db8::1', identifier: 'ann@example.com' }],
  [
    'connection:"my \\"shop\\" \\\\" AND client_id:AND1',
    { connectionName: 'my "shop" \\', clientId: 'AND1' },
  ],
  ['user_name:"AND"', { identifier: 'AND' }],
  ['date:2026-01-01', { from: januaryMs, before: januaryMs + dayMs }],
  ['date:[2026-01-01 TO 2026-01-02]', { from: januaryMs, before: januaryMs + 2 * dayMs }],
  ['date:{2026-01-01 TO 2026-01-03}', { from: januaryMs + dayMs, before: januaryMs + 2 * dayMs }],
  ['date:[2026-01-01T00:00:01Z TO *]', { from: januaryMs + 1000 }],
  ['date:[* TO 2026-01-01T00:00:00.5Z}', { before: januaryMs + 500 }],
  ['date:"2026-01-01T00:00:00Z"', { from: januaryMs, before: januaryMs + 1 }],
  ['date:[1960-01-01 TO *] AND type:s', { from: 0, kinds: readKinds('type:s') }],
];

const unsupported = [
  '*',
  'ann',
  'type:f*',
  'type:fp AND',
  'type:fp AND x',
  'type:fp type:fu',
  'type:fp OR user_id:x',
  'type:fp OR type:fu AND user_id:x',
  'NOT type:fp',
  'type:fp AND type:fu',
  'user_id:(a OR b)',
  'user_id:[a TO b]',
  'type:[a TO b]',
  'description:"x"',
  'user_name:ann~',
  'user_name:"ann',
  'user_name:""',
  '(type:fp',
  'type:fp)',
  'type:(fp)x',
  'date:yesterday',
  'date:2026-02-31',
  'date:[2026-01-01 to 2026-01-02]',
  '__proto__:x',
  'constructor:x',
  'user_id:a:b',
];

test('a search that is supported is read as what it says', () => {
  for (const [q, filter] of supported) assert.deepEqual(readLogSearch(q), { kind: 'filter', filter }, q);
});

test('any other is refused, and says what is supported', () => {
  for (const q of unsupported) assert.equal(readLogSearch(q).kind, 'unsupported', q);
});

test('whatever is asked is read or refused', () => {
  const part = fc.oneof(
    fc.constantFrom(
      'type:',
      'date:',
      'AND',
      'OR',
      '(',
      ')',
      '"',
      '[',
      '{',
      '* TO *]',
      '2026-01-01',
      ' ',
      '\\',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      assert.ok(['filter', 'unsupported'].includes(readLogSearch(parts.join('')).kind));
    }),
  );
});

test('every value is found again that is quoted as Lucene has it', () => {
  const values = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((text) => !/^[[{]/.test(text));
  fc.assert(
    fc.property(values, (identifier) => {
      const quoted = `"${identifier.replace(/["\\]/g, '\\$&')}"`;
      const found = readLogSearch(`user_name:${quoted} AND type:fp`);
      assert.deepEqual(found, { kind: 'filter', filter: { identifier, kinds: ['login-wrong-password'] } });
    }),
  );
});

test('a search by type finds just the events that are shown with it', async (t) => {
  const api = await openApi();
  t.after(() => api.close());
  for (const event of Object.values(samples).flat()) await api.accounts.events.record(event);
  const { body: all } = await api.call('GET', '/logs?per_page=100&sort=date:1');
  assert.ok(all.length >= Object.keys(samples).length);
  const types = new Set<string>(all.map(({ type }: Log) => type));
  for (const type of types) {
    const { body: found } = await api.call('GET', `/logs?per_page=100&sort=date:1&q=type:${type}`);
    assert.deepEqual(idsOf(found), idsOf(all.filter((log: Log) => log.type === type)), type);
  }
  await assertSearch(api, 'type:(sapi OR fapi)', (log) => ['sapi', 'fapi'].includes(log.type));
  await assertSearch(api, 'type:s AND user_name:"nobody@example.com"', () => false);
});

type Log = { readonly log_id: string; readonly type: string };

async function assertSearch(api: ApiUnderTest, q: string, fits: (log: Log) => boolean): Promise<void> {
  const { body: all } = await api.call('GET', '/logs?per_page=100&sort=date:1');
  const { body } = await api.call(
    'GET',
    `/logs?per_page=100&sort=date:1&include_totals=true&search=${encodeURIComponent(q)}`,
  );
  assert.deepEqual(idsOf(body.logs), idsOf(all.filter(fits)), q);
  assert.equal(body.total, body.logs.length);
}

function idsOf(logs: readonly Log[]): readonly string[] {
  return logs.map(({ log_id }) => log_id);
}

function readKinds(q: string): NonNullable<LogFilter['kinds']> {
  const search = readLogSearch(q);
  return search.kind === 'filter' ? (search.filter.kinds ?? []) : [];
}

const legacy = { scriptVersion: 'v', durationMs: 1 };

/** Every way in which an event of a kind can be shown. */
const samples: { readonly [K in EventKind]: readonly (AccountEvent & { readonly kind: K })[] } = {
  'login-succeeded': [
    { kind: 'login-succeeded', grant: null, migrated: false },
    { kind: 'login-succeeded', grant: 'password', migrated: false },
  ],
  'user-migrated': [{ kind: 'user-migrated', by: 'login', legacy }],
  'login-wrong-password': [{ kind: 'login-wrong-password' }],
  'login-unknown-user': [{ kind: 'login-unknown-user' }],
  'login-blocked': [{ kind: 'login-blocked' }],
  'login-refused-by-script': [{ kind: 'login-refused-by-script', code: 'x', legacy }],
  'login-too-many-attempts': [
    { kind: 'login-too-many-attempts', limit: 'identifier' },
    { kind: 'login-too-many-attempts', limit: 'address' },
    { kind: 'login-too-many-attempts', limit: 'waiting' },
  ],
  'legacy-unavailable': [{ kind: 'legacy-unavailable', reason: 'x', legacy }],
  'script-egress-refused': [{ kind: 'script-egress-refused', target: 'x', why: 'x', advice: 'x' }],
  'legacy-breaker-opened': [{ kind: 'legacy-breaker-opened', reason: 'x', advice: 'x' }],
  'legacy-breaker-closed': [{ kind: 'legacy-breaker-closed', by: 'answer', openMs: 1 }],
  'script-fault': [{ kind: 'script-fault', script: 'login', reason: 'x', legacy }],
  'legacy-user-not-migrated': [{ kind: 'legacy-user-not-migrated', trouble: 'moved', advice: 'x', legacy }],
  'doubtful-user-found': [{ kind: 'doubtful-user-found', advice: 'x' }],
  'local-users-checked': [{ kind: 'local-users-checked', asked: 1, found: 0, unclear: 0 }],
  'user-created': [{ kind: 'user-created' }],
  'signed-up': [{ kind: 'signed-up' }],
  'sign-up-refused': [{ kind: 'sign-up-refused', reason: 'x' }],
  'sign-up-too-many-attempts': [
    { kind: 'sign-up-too-many-attempts', limit: 'identifier' },
    { kind: 'sign-up-too-many-attempts', limit: 'address' },
    { kind: 'sign-up-too-many-attempts', limit: 'waiting' },
  ],
  'password-change-requested': [{ kind: 'password-change-requested' }],
  'password-change-not-offered': [{ kind: 'password-change-not-offered', reason: 'x' }],
  'password-changed': [{ kind: 'password-changed', by: 'ticket' }],
  'password-change-refused': [{ kind: 'password-change-refused', reason: 'x' }],
  'email-changed': [{ kind: 'email-changed' }],
  'username-changed': [{ kind: 'username-changed' }],
  'identifier-change-refused': [
    { kind: 'identifier-change-refused', taken: 'email' },
    { kind: 'identifier-change-refused', taken: 'username' },
  ],
  'email-verified': [{ kind: 'email-verified' }],
  'ticket-created': [{ kind: 'ticket-created', purpose: 'x' }],
  'letter-not-delivered': [{ kind: 'letter-not-delivered', letter: 'password-change', reason: 'x' }],
  'letter-withheld': [
    { kind: 'letter-withheld', letter: 'password-change', limit: 'address' },
    { kind: 'letter-withheld', letter: 'email-verification', limit: 'identifier' },
  ],
  'user-updated': [{ kind: 'user-updated', changed: ['name'] }],
  'user-deleted': [{ kind: 'user-deleted' }],
  'user-unmigrated': [{ kind: 'user-unmigrated' }],
  'tombstone-lifted': [{ kind: 'tombstone-lifted' }],
  'client-token-issued': [{ kind: 'client-token-issued', audience: 'x' }],
  'client-token-refused': [{ kind: 'client-token-refused', error: 'x' }],
  'token-refreshed': [{ kind: 'token-refreshed' }],
  'token-refresh-refused': [{ kind: 'token-refresh-refused', error: 'x' }],
  'token-revoked': [{ kind: 'token-revoked' }],
  'script-tried': [{ kind: 'script-tried', script: 'login', outcome: 'x', draft: false, legacy }],
  'session-ended': [
    { kind: 'session-ended', by: 'operator', session: 'x' },
    { kind: 'session-ended', by: 'operator', sessions: 2 },
  ],
  'client-secret-rotated': [{ kind: 'client-secret-rotated', client: 'x' }],
  'login-blocks-lifted': [
    { kind: 'login-blocks-lifted', of: 'identifier' },
    { kind: 'login-blocks-lifted', of: 'address', address: '192.0.2.1' },
  ],
  'attack-protection-changed': [{ kind: 'attack-protection-changed', protection: 'x' }],
  'api-called': [200, 201, 202, 204, 400, 404, 409, 503].map((status) => ({
    kind: 'api-called' as const,
    method: 'POST',
    path: '/x',
    status,
  })),
};
