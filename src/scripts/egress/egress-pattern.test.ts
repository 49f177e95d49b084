import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addressForms } from './address-forms.ts';
import { EgressPatternError, parseEgressPattern } from './egress-pattern.ts';

function matches(pattern: string, host: string, address: string, port: number): boolean {
  const forms = addressForms(address);
  assert.ok(forms);
  return parseEgressPattern(pattern).matches({ host, forms, port });
}

describe('egress pattern', () => {
  const admitted: readonly (readonly [pattern: string, host: string, address: string, port: number])[] = [
    ['db.example.com:5432', 'db.example.com', '203.0.113.7', 5432],
    ['db.example.com', 'db.example.com', '203.0.113.7', 1],
    ['DB.Example.com.', 'db.example.com', '203.0.113.7', 1],
    ['bücher.example', 'xn--bcher-kva.example', '203.0.113.7', 1],
    ['*.example.com:5432', 'a.b.example.com', '203.0.113.7', 5432],
    ['*:443', 'anything', '203.0.113.7', 443],
    ['10.0.0.0/8:3306', 'db.internal', '10.9.8.7', 3306],
    ['10.0.0.0/8', '10.9.8.7', '::ffff:10.9.8.7', 3306],
    ['10.0.0.0/8', 'db', '64:ff9b::a09:807', 3306],
    ['10.0.0.7:1', '10.0.0.7', '10.0.0.7', 1],
    ['[fd00::7]:5432', 'fd00::7', 'fd00:0:0::7', 5432],
    ['fd00::/8', 'db', 'fd12::1', 1],
    ['[fd00::/8]:5432', 'db', 'fd12::1', 5432],
    ['::1', 'localhost', '::1', 1],
  ];
  for (const [pattern, host, address, port] of admitted) {
    it(`${pattern} admits ${host} at ${address}, port ${port}`, () => {
      assert.equal(matches(pattern, host, address, port), true);
    });
  }

  const others: readonly (readonly [pattern: string, host: string, address: string, port: number])[] = [
    ['db.example.com:5432', 'db.example.com', '203.0.113.7', 5433],
    ['db.example.com', 'xdb.example.com', '203.0.113.7', 1],
    ['*.example.com', 'example.com', '203.0.113.7', 1],
    ['*.example.com', 'badexample.com', '203.0.113.7', 1],
    ['*.example.com', 'db.example.com.evil.net', '203.0.113.7', 1],
    ['10.0.0.0/8', '10.0.0.1', '11.0.0.1', 1],
    ['10.0.0.0/8', 'db', '2002:a00:1::', 1],
    ['fd00::/8', 'db', '10.0.0.1', 1],
    ['0.0.0.0/0', 'db', 'fd00::1', 1],
  ];
  for (const [pattern, host, address, port] of others) {
    it(`${pattern} does not admit ${host} at ${address}, port ${port}`, () => {
      assert.equal(matches(pattern, host, address, port), false);
    });
  }

  for (const pattern of [
    '',
    ':5432',
    'db:',
    'db:0',
    'db:65536',
    'db:05432',
    'db:port',
    'db.example.com:1:2',
    'https://db.example.com',
    'db.*.com',
    '*db.example.com',
    'a b',
    '10.0.0.0/33',
    '10.0.0/x',
    '10.0.0',
    '1.2.3.4.5',
    '[fd00::7',
    '[]:5432',
    '-db.example.com',
    `${'a'.repeat(64)}.com`,
    `${'a.'.repeat(130)}com`,
  ]) {
    it(`refuses ${JSON.stringify(pattern.slice(0, 40))}, and names it`, () => {
      assert.throws(
        () => parseEgressPattern(pattern),
        (error) =>
          error instanceof EgressPatternError &&
          error.message.includes(JSON.stringify(pattern.slice(0, 300))),
      );
    });
  }

  it('knows before a name is resolved that it cannot match', () => {
    assert.equal(parseEgressPattern('*.example.com').couldMatchName('secret.evil.net'), false);
    assert.equal(parseEgressPattern('*.example.com').couldMatchName('db.example.com'), true);
    assert.equal(parseEgressPattern('10.0.0.0/8').couldMatchName('anything'), true);
  });

  it('throws nothing but its own error, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain(), fc.ipV6(), fc.webUrl()), (pattern) => {
        try {
          parseEgressPattern(pattern);
        } catch (error) {
          assert.ok(error instanceof EgressPatternError, String(error));
        }
      }),
    );
  });
});
