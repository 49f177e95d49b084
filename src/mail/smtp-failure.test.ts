import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliveryAfter } from './smtp-failure.ts';

const answered = (command: string, response: string, code = 'EENVELOPE'): Error =>
  Object.assign(new Error(`Can't send mail: ${response}`), {
    code,
    command,
    response,
    responseCode: Number(response.slice(0, 3)),
  });

test('a final no to the recipient is a refusal, whose reason names nobody', () => {
  assert.deepEqual(deliveryAfter(answered('RCPT TO', '550 5.1.1 <jane@example.com>: no such user')), {
    delivery: 'refused',
    reason: 'RCPT TO: 550 5.1.1 <…>: no such user',
  });
});

const passing = [
  answered('RCPT TO', '451 4.7.1 greylisted'),
  answered('MAIL FROM', '450 4.7.1 your address was rejected, try later'),
  answered('AUTH PLAIN', '454 4.7.0 Temporary authentication failure', 'EAUTH'),
  answered('CONN', '421 too many connections', 'ECONNECTION'),
  Object.assign(new Error('connect ECONNREFUSED'), { code: 'ESOCKET' }),
  new Error('anything'),
  'anything',
  undefined,
];

test('what may pass is a failure, and nobody has to do anything', () => {
  for (const error of passing) {
    const delivery = deliveryAfter(error);
    assert.equal(delivery.delivery, 'failed');
    assert.ok(!('advice' in delivery), JSON.stringify(delivery));
  }
});

for (const [about, error] of [
  [/user and the password in SMTP_URL/, answered('AUTH PLAIN', '535 5.7.8 no', 'EAUTH')],
  [/user and the password in SMTP_URL/, answered('RCPT TO', '530 5.7.0 authentication required')],
  [/user and the password in SMTP_URL/, Object.assign(new Error('Missing credentials'), { code: 'EAUTH' })],
  [/offers TLS/, answered('STARTTLS', '502 5.5.1 not implemented', 'ETLS')],
  [/SMTP_FROM/, answered('MAIL FROM', '550 5.7.60 not allowed to send as this sender')],
  [/SMTP_FROM/, answered('RCPT TO', '553 5.7.1 <a@b.c>: Sender address rejected: not owned by user segue')],
  [/SMTP_FROM/, answered('RCPT TO', '550 5.1.8 <a@b.c>: Domain of sender does not exist')],
  [/SMTP_URL, and whom it relays for/, answered('RCPT TO', '554 5.7.1 <a@b.c>: Relay access denied')],
  [/SPF, DKIM/, answered('DATA', '550 5.7.26 unauthenticated mail is prohibited', 'EMESSAGE')],
  [/SMTP_URL/, answered('CONN', '554 no SMTP service here', 'EPROTOCOL')],
  [/SMTP_URL/, answered('RCPT TO', '503 bad sequence')],
] as const) {
  test(`a no to us is a failure that the operator is told to mend: ${error.message}`, () => {
    const delivery = deliveryAfter(error);
    assert.ok(delivery.delivery === 'failed');
    assert.match(delivery.advice ?? '', about);
  });
}

test('a reason repeats no credentials, no link and no line break', () => {
  const toCredentials = deliveryAfter(
    answered('AUTH PLAIN', '501 bad: AUTH PLAIN AHVzZXIAc2VjcmV0', 'EAUTH'),
  );
  assert.equal(toCredentials.reason, 'the SMTP server did not accept the credentials (501)');
  const toMessage = deliveryAfter(
    answered('DATA', '554 5.7.1 spam: https://acme.example/?ticket=s', 'EMESSAGE'),
  );
  assert.equal(toMessage.reason, 'DATA: 554 5.7.1');
  const toSomebody = deliveryAfter(answered('RCPT TO', '450 4.2.1 "jürgen@bücher.example", a+b@[192.0.2.1]'));
  assert.equal(toSomebody.reason, 'RCPT TO: 450 4.2.1 "…", …');
  const long = deliveryAfter(answered('RCPT TO', `450-slow\n450 ${'down '.repeat(100)}`));
  assert.match(long.reason, /^RCPT TO: 450-slow 450 down/);
  assert.ok(long.reason.length <= 200);
});
