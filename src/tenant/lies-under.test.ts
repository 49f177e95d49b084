import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liesUnder } from './lies-under.ts';

const base = 'https://id.example.com/';

test('an address under the base, in any spelling', () => {
  const spellings = [
    'https://id.example.com/api/v2/',
    'https://id.example.com/api/v2',
    'https://id.example.com',
    'http://id.example.com/api/v2/',
    'HTTPS://ID.Example.COM/api/v2/',
    'https://id.example.com:443/api/v2/',
    'http://id.example.com:80/api/v2/',
    'https://id.example.com./api/v2/',
    'https://id.example.com../api/v2/',
    'https://somebody@id.example.com/api/v2/',
    'https://somebody:secret@id.example.com/api/v2/',
    'https://%69d.example.com/api/v2/',
    'https://ｉｄ.example.com/api/v2/',
    'https:id.example.com/api/v2/',
    'https:\\\\id.example.com\\api\\v2\\',
    '//id.example.com/api/v2/',
    'id.example.com/api/v2/',
    'id.example.com',
    ' https://id.example.com/api/v2/ ',
    'ht\ntps://id.example.com/api/v2/',
    'https://id.example.com/x/../api/v2/?a=b#c',
    'foo://id.example.com/api/v2/',
  ];
  for (const spelling of spellings) assert.ok(liesUnder(base, spelling), spelling);
});

test('a base with a port and one with a path', () => {
  for (const inside of ['http://localhost:3000/api/v2/', 'localhost:3000/api', 'LOCALHOST:3000']) {
    assert.ok(liesUnder('http://localhost:3000/', inside), inside);
  }
  for (const outside of ['http://localhost:4000/api', 'http://localhost/api', 'localhost']) {
    assert.ok(!liesUnder('http://localhost:3000/', outside), outside);
  }
  const nested = 'https://example.com/auth/';
  for (const inside of [
    'https://example.com/auth',
    'https://example.com/auth/api/v2/',
    'https://example.com/x/../auth/',
    'https://example.com/%61uth/',
    'https://example.com/%2561uth/',
    'https://example.com/x/%2e%2e/auth/',
    'https://example.com/x/%252e%252e/auth/',
    'https://example.com//auth//api',
    'https://example.com/AUTH/api',
    'https://example.com/./auth/',
  ]) {
    assert.ok(liesUnder(nested, inside), inside);
  }
  for (const outside of [
    'https://example.com/api',
    'https://example.com/authentic',
    'https://example.com/auth/../api',
  ]) {
    assert.ok(!liesUnder(nested, outside), outside);
  }
});

test("somebody else's address, and what is none", () => {
  for (const other of [
    'https://api.example.com/',
    'https://example.com/id.example.com/',
    'https://id.example.com.evil.example/',
    'https://notid.example.com/',
    'urn:orders',
    'orders',
    'my api',
    '',
    '%',
    'https://',
    'https://id.example.com:8443/',
  ]) {
    assert.ok(!liesUnder(base, other), other);
  }
});

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
    assert.equal(liesUnder(issuer, identifier), expected);
  });
}
