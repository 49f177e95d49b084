import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOwnAddress, scopesIn } from './audience.ts';

const own: readonly [string, string, boolean][] = [
  ['https://id.example.com/', 'https://id.example.com/api/v2/', true],
  ['https://id.example.com/', 'https://id.example.com/api/v2', true],
  ['https://id.example.com/', 'http://id.example.com/', true],
  ['https://id.example.com/', 'HTTPS://ID.EXAMPLE.COM:443/x', true],
  ['https://id.example.com/', 'https://id.example.com./x', true],
  ['https://id.example.com/', 'https://id%2Eexample.com/x', true],
  ['https://id.example.com/', 'https://user@id.example.com/x', true],
  ['https://id.example.com/', 'https://api.example.com/', false],
  ['https://id.example.com/', 'https://id.example.com.evil.example/', false],
  ['https://id.example.com/', 'urn:my-api', false],
  ['https://id.example.com/', 'my api', false],
  ['https://example.com/auth/', 'https://example.com/auth/api/v2/', true],
  ['https://example.com/auth/', 'https://example.com/AUTH', true],
  ['https://example.com/auth/', 'https://example.com/shop/', false],
  ['http://localhost:3000/', 'http://localhost:3000/api/v2/', true],
  ['http://localhost:3000/', 'http://localhost:4000/', false],
];
for (const [issuer, identifier, expected] of own) {
  test(`${identifier} is ${expected ? '' : 'not '}an address of ${issuer}`, () => {
    assert.equal(isOwnAddress(issuer, identifier), expected);
  });
}

test('a list of scopes: each once, in order', () => {
  assert.deepEqual(scopesIn('b a  b '), ['b', 'a']);
  assert.deepEqual(scopesIn(''), []);
  assert.deepEqual(scopesIn(undefined), []);
});
