import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFinalNo } from './final-no.ts';

const isFinal = (command: string, response: string): boolean =>
  isFinalNo({ command, response, responseCode: Number(response.slice(0, 3)) });

// As servers put it: Postfix, Exchange, Gmail, Exim, sendmail, qmail.
const finalNoes: readonly (readonly [command: string, response: string])[] = [
  [
    'RCPT TO',
    '550 5.1.1 <jane@example.com>: Recipient address rejected: User unknown in local recipient table',
  ],
  ['RCPT TO', '550-5.1.1 The email account that you tried to reach does not exist.\n550 5.1.1 Learn more'],
  ['RCPT TO', '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'],
  ['RCPT TO', '550 5.1.2 <jane@nowhere.example>: Recipient address rejected: Domain not found'],
  ['RCPT TO', '501 5.1.3 Bad recipient address syntax'],
  ['RCPT TO', '550 5.1.0 <jane@example.com>: Address rejected'],
  ['RCPT TO', '550 5.2.1 The account is disabled'],
  ['RCPT TO', '552 5.2.2 The mailbox is full'],
  ['RCPT TO', '553 5.6.7 Non-ASCII addresses not permitted for that recipient'],
  ['RCPT TO', '553 sorry, no mailbox here by that name. (#5.1.1)'],
  ['RCPT TO', '550 Unrouteable address'],
  ['RCPT TO', '550 Unknown user'],
  ['RCPT TO', '551 User not local'],
  ['RCPT TO', '556 Domain does not accept mail'],
  ['DATA', '550 5.1.1 User unknown'],
  ['DATA', '554 5.6.0 Message content cannot be delivered'],
  ['DATA', '552 message too large'],
];

const toBeMended: readonly (readonly [command: string, response: string])[] = [
  // our server, our policy, our authentication
  ['RCPT TO', '554 5.7.1 <jane@example.com>: Relay access denied'],
  ['RCPT TO', '550 5.7.1 Unable to relay'],
  ['RCPT TO', '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain'],
  ['RCPT TO', '530 5.7.0 Must issue a STARTTLS command first'],
  ['RCPT TO', '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org'],
  ['RCPT TO', '550 relay not permitted'],
  ['RCPT TO', '550 Administrative prohibition'],
  ['RCPT TO', '553 sorry, that domain is not in my list of allowed rcpthosts (#5.7.1)'],
  ['RCPT TO', '550 authentication required'],
  ['RCPT TO', '550 unauthenticated client'],
  ['RCPT TO', '530 Authentication required'],
  ['DATA', '554 5.7.1 Message rejected as spam'],
  ['DATA', '550-5.7.26 This mail has been blocked because the sender is unauthenticated.'],
  ['DATA', '554 Transaction failed'],
  ['DATA', '550 Message rejected due to content'],
  // our sender, also where that is put off to the recipient
  ['MAIL FROM', '550 5.1.0 Address rejected'],
  ['MAIL FROM', '550 5.1.1 no such user'],
  ['RCPT TO', '550 5.1.8 <a@b.example>: Sender address rejected: Domain not found'],
  ['RCPT TO', '501 5.1.7 Bad sender address syntax'],
  ['RCPT TO', '550 5.1.0 <a@b.example>: Sender address rejected: User unknown in local recipient table'],
  ['RCPT TO', '550 Sender verify failed'],
  // the system, the network, the protocol: not the letter
  ['RCPT TO', '554 5.3.2 System not accepting network messages'],
  ['RCPT TO', '554 5.3.5 Local configuration error'],
  ['RCPT TO', '554 5.4.6 Routing loop detected'],
  ['RCPT TO', '503 5.5.1 Bad sequence of commands'],
  ['RCPT TO', '503 bad sequence of commands'],
  ['RCPT TO', '500 unrecognized command'],
  ['RCPT TO', '555 parameters not recognized'],
  ['RCPT TO', '554 5.0.0 rejected'],
  // said to nobody in particular, or for now
  ['CONN', '550 5.1.1 go away'],
  ['EHLO', '550 5.1.1 go away'],
  ['', '550 5.1.1 go away'],
  ['RCPT TO', '450 4.1.1 <jane@example.com>: unverified address'],
  ['RCPT TO', '452 4.2.2 The mailbox is full'],
  ['RCPT TO', '550 4.1.1 which of the two'],
];

for (const [command, response] of finalNoes) {
  test(`is final at ${command}: ${response}`, () => assert.equal(isFinal(command, response), true));
}

for (const [command, response] of toBeMended) {
  test(`is not final at ${command || 'no command'}: ${response}`, () =>
    assert.equal(isFinal(command, response), false));
}
