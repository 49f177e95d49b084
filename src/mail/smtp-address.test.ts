import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MailboxStep } from '../../test/kit/mailbox.ts';
import { sampleBrand, sampleLetter } from './fakes/sample-letters.ts';
import { stageSmtp } from './fakes/stage-smtp.ts';

for (const asciiOnly of [false, true]) {
  const server = asciiOnly ? 'without SMTPUTF8' : 'with SMTPUTF8';
  test(`a non-ASCII local part is put to a server ${server}, a non-ASCII domain is sent in ASCII`, async (t) => {
    const { mailbox, postbox } = await stageSmtp(t, { asciiOnly });
    for (const to of ['jürgen@bücher.example', 'info@bücher.example']) {
      assert.equal((await postbox.deliver(sampleLetter('email-verification', { to }))).delivery, 'accepted');
    }
    assert.deepEqual(
      mailbox.letters().map(({ to }) => to),
      ['jürgen@bücher.example', 'info@xn--bcher-kva.example'],
    );
  });
}

test('a server that will not have a non-ASCII local part refuses it like any other', async (t) => {
  const answer = (at: MailboxStep): { code: number; text: string } | undefined =>
    at.step === 'rcpt-to' && /[^\0-\x7f]/.test(at.address.split('@')[0] ?? '')
      ? { code: 553, text: '5.6.7 SMTPUTF8 is required' }
      : undefined;
  const { postbox } = await stageSmtp(t, { asciiOnly: true, answer });
  const delivery = await postbox.deliver(sampleLetter('email-verification', { to: 'jürgen@example.com' }));
  assert.equal(delivery.delivery, 'refused');
});

test('an address that no server should see never leaves', async (t) => {
  const { mailbox, postbox } = await stageSmtp(t);
  for (const to of [
    'b@y.example\r\nBcc: c@z.example',
    'b@y.example,c@z.example',
    'friends: c@z.example;',
    '',
  ]) {
    assert.deepEqual(await postbox.deliver(sampleLetter('password-change', { to })), {
      delivery: 'refused',
      reason: 'no mail can be sent to this address',
    });
  }
  assert.deepEqual(mailbox.letters(), []);
});

test('neither address nor brand brings in a header or another recipient', async (t) => {
  const { mailbox, postbox } = await stageSmtp(t);
  await postbox.deliver(sampleLetter('password-change'));
  const expected = mailbox.letters()[0]?.headerNames;
  await fc.assert(
    fc.asyncProperty(
      hostileText,
      fc.oneof(fc.constant(''), hostileText),
      fc.boolean(),
      async (name, address, atEnd) => {
        mailbox.clear();
        const to = atEnd ? `jane@example.com${address}` : `jane${address}@example.com`;
        const delivery = await postbox.deliver(
          sampleLetter('password-change', { to, brand: { ...sampleBrand, name } }),
        );
        const arrived = mailbox.letters();
        if (delivery.delivery !== 'accepted') return assert.deepEqual(arrived, []);
        assert.equal(arrived.length, 1);
        assert.deepEqual(arrived[0]?.headerNames, expected);
        assert.deepEqual(
          arrived[0]?.envelope.to.map((each) => each.toLowerCase()),
          [to.toLowerCase()],
        );
      },
    ),
    { numRuns: 150 },
  );
});

const hostileText = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        ...['\r\n', '\n', '\r', '\0', ',', ';', ':', '<', '>', '"', '\\', '@', '\u2028', 'é', 'a'],
        'Bcc: eve@evil.example',
        '=?utf-8?Q?=0D=0ABcc:_eve@evil.example?=',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 80 }),
);
