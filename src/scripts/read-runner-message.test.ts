import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readRunnerMessage } from './read-runner-message.ts';

const thrown = { kind: 'thrown', name: 'Error', message: 'x', codes: [] };

describe('read runner message', () => {
  it('reads what our runner sends', () => {
    const messages = [
      { type: 'ready', protocol: 1 },
      { type: 'pong', rss: 1 },
      { type: 'answer', id: 1, notes: ['late-throw'], kind: 'value', value: { a: [1, null] } },
      { type: 'answer', id: 1, notes: [], kind: 'nothing' },
      { type: 'answer', id: 1, notes: [], kind: 'error', error: { ...thrown, code: 'X' } },
      { type: 'log', id: 1, level: 'info', text: 'x' },
      { type: 'note', id: 1, note: 'late-callback' },
      { type: 'exit', id: null },
      { type: 'egress', id: 1, host: 'db.example.com', port: 5432, family: 0 },
      { type: 'resolve', id: 2, host: 'db.example.com', family: 6 },
      { type: 'query', id: 3, host: '_ldap._tcp.example.com', recordType: 'SRV' },
      { type: 'egress-close', id: 1 },
      { type: 'retire', unclaimed: false },
      { type: 'retire', unclaimed: true },
    ];
    for (const message of messages) assert.deepEqual(readRunnerMessage(JSON.stringify(message)), message);
  });

  const malformed = [
    '',
    '{',
    'null',
    '[]',
    '{"type":"load"}',
    '{"type":"answer","id":1,"kind":"nothing"}',
    '{"type":"answer","id":-1,"notes":[],"kind":"nothing"}',
    '{"type":"answer","id":"1","notes":[],"kind":"nothing"}',
    '{"type":"answer","id":1,"notes":[],"kind":"value"}',
    '{"type":"answer","id":1,"notes":[],"kind":"error","error":{"kind":"refused","message":"x"}}',
    '{"type":"answer","id":1,"notes":[],"kind":"error","error":{"kind":"thrown","name":1,"message":"x","codes":[]}}',
    `{"type":"answer","id":1,"notes":[],"kind":"value","value":${'['.repeat(100)}${']'.repeat(100)}}`,
    `{"type":"answer","id":1,"notes":[],"kind":"value","value":${'['.repeat(500_000)}`,
    '{"type":"log","id":1,"level":"fatal","text":"x"}',
    `{"type":"log","id":1,"level":"info","text":"${'x'.repeat(10_001)}"}`,
    '{"type":"note","id":1,"note":"own"}',
    '{"type":"exit","id":"all"}',
    '{"type":"egress","id":1,"host":"","port":80,"family":0}',
    '{"type":"egress","id":1,"host":"a\\u0000b","port":80,"family":0}',
    `{"type":"egress","id":1,"host":"${'x'.repeat(254)}","port":80,"family":0}`,
    '{"type":"egress","id":1,"host":["a"],"port":80,"family":0}',
    '{"type":"egress","id":1,"host":"a","port":65536,"family":0}',
    '{"type":"egress","id":1,"host":"a","port":"80","family":0}',
    '{"type":"egress","id":1,"host":"a","port":80,"family":5}',
    '{"type":"egress","id":1.5,"host":"a","port":80,"family":0}',
    '{"type":"resolve","id":1,"host":"a"}',
    '{"type":"query","id":1,"host":"a","recordType":"ANY"}',
    '{"type":"query","id":1,"host":"a"}',
    '{"type":"query","id":1,"host":"","recordType":"SRV"}',
    '{"type":"egress-close"}',
    '{"type":"ready"}',
  ];
  for (const line of malformed) {
    it(`refuses ${line.slice(0, 90)}`, () => assert.equal(readRunnerMessage(line), undefined));
  }

  it('drops keys that reach prototypes, however they are spelt', () => {
    const value = '{"a":1,"__proto__":{"x":1},"\\u005f_proto__":2,"b":[{"constructor":{"prototype":3}}]}';
    const message = readRunnerMessage(`{"type":"answer","id":1,"notes":[],"kind":"value","value":${value}}`);
    assert.deepEqual(message?.type === 'answer' && message.kind === 'value' && message.value, {
      a: 1,
      b: [{}],
    });
  });

  it('never throws, and gives no key of a noisy value that reaches a prototype', () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), (json, noise) => {
        readRunnerMessage(noise);
        readRunnerMessage(json);
        const message = readRunnerMessage(
          `{"type":"answer","id":1,"notes":[],"kind":"value","value":${json}}`,
        );
        assert.doesNotMatch(JSON.stringify(message ?? {}), /"(?:__proto__|constructor|prototype)":/);
      }),
    );
  });
});
