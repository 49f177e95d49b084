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

test('a final no to the recipient or to the message is a refusal', () => {
  assert.deepEqual(deliveryAfter(answered('RCPT TO', '550 5.1.1 <jane@example.com>: no such user')), {
    delivery: 'refused',
    reason: 'RCPT TO: 550 5.1.1 <jane@example.com>: no such user',
  });
  assert.equal(deliveryAfter(answered('DATA', '554 5.7.1 no', 'EMESSAGE')).delivery, 'refused');
});

test('a no for now, or to us, is a failure', () => {
  for (const error of [
    answered('RCPT TO', '451 4.7.1 greylisted'),
    answered('RCPT TO', '503 bad sequence'),
    answered('RCPT TO', '530 5.7.0 authentication required'),
    answered('MAIL FROM', '550 5.7.60 not allowed to send as this sender'),
    answered('AUTH PLAIN', '535 5.7.8 no', 'EAUTH'),
    answered('CONN', '554 no SMTP service here', 'EPROTOCOL'),
    answered('CONN', '421 too many connections', 'ECONNECTION'),
    Object.assign(new Error('connect ECONNREFUSED'), { code: 'ESOCKET' }),
    new Error('anything'),
    'anything',
    undefined,
  ]) {
    assert.equal(deliveryAfter(error).delivery, 'failed');
  }
});

test('a reason repeats no credentials, no link and no line break', () => {
  const toCredentials = deliveryAfter(
    answered('AUTH PLAIN', '501 bad: AUTH PLAIN AHVzZXIAc2VjcmV0', 'EAUTH'),
  );
  assert.equal(toCredentials.reason, 'the SMTP server did not accept the credentials (501)');
  const toMessage = deliveryAfter(
    answered('DATA', '554 5.7.1 spam: https://acme.example/?ticket=s', 'EMESSAGE'),
  );
  assert.equal(toMessage.reason, 'DATA: 554 5.7.1');
  const long = deliveryAfter(answered('RCPT TO', `450-slow\n450 ${'down '.repeat(100)}`));
  assert.match(long.reason, /^RCPT TO: 450-slow 450 down/);
  assert.ok(long.reason.length <= 200);
});
