import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import addressparser from 'nodemailer/lib/addressparser';
import { readMailAddress } from './mail-address.ts';

const usable: Readonly<Record<string, string>> = {
  'jane.miller@example.com': 'jane.miller@example.com',
  "o'brien+shop@mail.example.com": "o'brien+shop@mail.example.com",
  'a@localhost': 'a@localhost',
  'double..dot.@docomo.example': 'double..dot.@docomo.example',
  'jürgen@example.com': 'jürgen@example.com',
  '用户@例子.example': '用户@xn--fsqu00a.example',
  'info@bücher.example': 'info@xn--bcher-kva.example',
};

for (const [written, address] of Object.entries(usable)) {
  test(`${written} is an address`, () => assert.equal(readMailAddress(written), address));
}

const unusable: readonly string[] = [
  '',
  '@',
  'jane',
  '@example.com',
  'jane@',
  'jane@example.com\r\nBcc: eve@evil.example',
  'jane@example.com\nBcc: eve@evil.example',
  'jane\0@example.com',
  'jane@example.com\0',
  'jane@example.com\r\n',
  'jane@exam\nple.com',
  'jane@bü\tcher.example',
  'jane@example.com,eve@evil.example',
  'jane@example.com;eve@evil.example',
  'friends:jane@example.com',
  'Jane <jane@example.com>',
  '<jane@example.com>',
  '"jane"@example.com',
  'jane(eve)@example.com',
  'jane\\@example.com',
  'jane@[127.0.0.1]',
  'jane@example.com@evil.example',
  'jane miller@example.com',
  ' jane@example.com',
  'jane@exam ple.com',
  'jane\u00a0@example.com',
  'jane\u2028@example.com',
  'jane@example..com',
  'jane@.example.com',
  'jane@example.com.',
  // Full-width letters, comma and at sign: mapped to ASCII they would be another address.
  'jane@ｇmail.example',
  'jane@example.com，eve',
  'jane＠example.com',
  `${'a'.repeat(250)}@example.com`,
];

for (const written of unusable) {
  test(`${JSON.stringify(written.slice(0, 60))} is none`, () => assert.equal(readMailAddress(written), null));
}

test('whatever is accepted is one plain address to nodemailer, and nothing but itself', () => {
  const special = fc.constantFrom(
    ...'\r\n\0\t ,;:"\'<>()[]@\\.=?_%',
    'Bcc: ',
    '\r\n',
    '@evil.example',
    'é',
    '＠',
  );
  const hostile = fc
    .tuple(fc.array(fc.oneof(special, fc.string({ maxLength: 4 }))), fc.array(special))
    .map(([before, after]) => `jane${before.join('')}@example.com${after.join('')}`);
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' }), fc.emailAddress()), (written) => {
      const address = readMailAddress(written);
      if (address === null) return;
      assert.deepEqual(addressparser(address), [{ address, name: '' }]);
      assert.doesNotMatch(address, /[\p{Cc}\s,;:"<>()[\]\\]|@.*@/u);
    }),
  );
});

test('an ordinary address is always accepted', () => {
  const ordinary = fc.stringMatching(/^[a-z0-9][a-z0-9.+_-]{0,20}@([a-z0-9]{1,10}\.){1,3}[a-z]{2,6}$/);
  fc.assert(fc.property(ordinary, (written) => assert.equal(readMailAddress(written), written)));
});
