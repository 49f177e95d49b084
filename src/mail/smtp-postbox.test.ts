import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type MailboxStep, openMailbox } from '../../test/kit/mailbox.ts';
import { makeSelfSignedCertificate } from '../../test/kit/self-signed-certificate.ts';
import { sampleBrand, sampleClock, sampleLetter, sampleLink } from './fakes/sample-letters.ts';
import { stageSmtp } from './fakes/stage-smtp.ts';
import { smtpTimeouts } from './smtp-options.ts';
import { createSmtpPostbox } from './smtp-postbox.ts';

const letter = sampleLetter('password-change');

test('a letter arrives whole, with what tells machines what it is', async (t) => {
  const { mailbox, postbox } = await stageSmtp(t);

  assert.deepEqual(await postbox.deliver(letter), { delivery: 'accepted' });

  const [arrived, ...more] = mailbox.letters();
  assert.ok(arrived !== undefined && more.length === 0);
  assert.deepEqual(arrived.envelope, { from: 'no-reply@acme.example', to: ['jane.miller@example.com'] });
  assert.equal(arrived.from, 'Acme Outdoor <no-reply@acme.example>');
  assert.equal(arrived.to, 'jane.miller@example.com');
  assert.equal(arrived.subject, 'Choose a new password for Acme Outdoor');
  assert.equal(arrived.messageId, '<69247d0c0a1b2c3d4e5f6071@acme.example>');
  assert.ok(arrived.links.includes(sampleLink));
  assert.match(arrived.text, /We were asked for a new password/);
  assert.match(arrived.html, /We were asked for a new password/);
  const header = (name: string): string | undefined => arrived.headers.get(name);
  assert.equal(header('auto-submitted'), 'auto-generated');
  assert.equal(header('reply-to'), 'support@acme.example');
  assert.equal(header('content-language'), 'en');
  assert.equal(Date.parse(header('date') ?? ''), sampleClock.now());
  assert.equal(header('x-mailer'), undefined);
});

test('a letter in another alphabet arrives as it was written', async (t) => {
  const { mailbox, postbox } = await stageSmtp(t);
  const brand = { ...sampleBrand, name: 'Bücher & Müßiggang „Köln“ – 書店' };
  await postbox.deliver(sampleLetter('password-changed', { languages: ['fr'], brand }));
  const [arrived] = mailbox.letters();
  assert.equal(arrived?.subject, 'Votre mot de passe pour Bücher & Müßiggang „Köln“ – 書店 a été modifié');
  assert.match(arrived?.text ?? '', /Si c’était vous, vous n’avez rien d’autre à faire\./);
  assert.match(arrived?.from ?? '', /書店/);
});

test('a letter sent again is recognised by its Message-ID, whatever its id holds', async (t) => {
  const { mailbox, postbox } = await stageSmtp(t);
  for (const id of ['one', 'one', '.a (b)@\r\n<c>']) {
    assert.deepEqual(await postbox.deliver(sampleLetter('email-changed', { id })), { delivery: 'accepted' });
  }
  assert.deepEqual(
    mailbox.letters().map(({ messageId }) => messageId),
    ['<one@acme.example>', '<one@acme.example>', '<%2Ea%20%28b%29%40%0D%0A%3Cc%3E@acme.example>'],
  );
});

test('a name in the sender’s address goes before the brand’s', async (t) => {
  const { mailbox, postbox } = await stageSmtp(t, {}, { from: 'Acme, Accounts <accounts@acme.example>' });
  await postbox.deliver(letter);
  assert.equal(mailbox.letters()[0]?.from, '"Acme, Accounts" <accounts@acme.example>');
});

test('connections are kept: ten letters in a row take one', async (t) => {
  let connections = 0;
  const answer = ({ step }: MailboxStep): undefined => {
    if (step === 'connected') connections += 1;
  };
  const { mailbox, postbox } = await stageSmtp(t, { answer });
  for (let sent = 0; sent < 10; sent += 1) await postbox.deliver(letter);
  assert.equal(mailbox.letters().length, 10);
  assert.equal(connections, 1);
});

test('STARTTLS is used where it is offered, and a certificate that nobody vouches for is not', async (t) => {
  const certificate = makeSelfSignedCertificate();
  t.after(() => certificate.remove());
  const { mailbox, postbox } = await stageSmtp(
    t,
    { tls: certificate },
    { query: '?tls.rejectUnauthorized=false' },
  );
  assert.deepEqual(await postbox.deliver(letter), { delivery: 'accepted' });
  assert.equal(mailbox.letters()[0]?.secure, true);

  const strict = createSmtpPostbox({ url: mailbox.url, from: 'no-reply@acme.example', clock: sampleClock });
  t.after(() => strict.close());
  const delivery = await strict.deliver(letter);
  assert.equal(delivery.delivery, 'failed');
  assert.match(JSON.stringify(delivery), /self-signed certificate/);
  assert.equal(mailbox.letters().length, 1);
});

test('without STARTTLS nothing is sent where TLS is required', async (t) => {
  const { mailbox, postbox } = await stageSmtp(t, {}, { query: '?requireTLS=true' });
  const delivery = await postbox.deliver(letter);
  assert.equal(delivery.delivery, 'failed');
  assert.match(JSON.stringify(delivery), /TLS/);
  assert.deepEqual(mailbox.letters(), []);
});

test('credentials stand in the URL, and a wrong password is the operator’s error', async (t) => {
  const credentials = { user: 'segue@acme', password: 'p:/?#@ss wörd' };
  const { mailbox, postbox } = await stageSmtp(t, { credentials });
  assert.deepEqual(await postbox.deliver(letter), { delivery: 'accepted' });

  const url = `smtp://segue%40acme:hunter2@127.0.0.1:${mailbox.port}`;
  const wrong = createSmtpPostbox({ url, from: 'no-reply@acme.example', clock: sampleClock });
  t.after(() => wrong.close());
  assert.deepEqual(await wrong.deliver(letter), {
    delivery: 'failed',
    reason: 'the SMTP server did not accept the credentials (535)',
    advice: 'Check the user and the password in SMTP_URL.',
  });
});

test('a server that does not relay for us loses no letter: it is taken once the operator has mended that', async (t) => {
  let relays = false;
  const answer = ({ step }: MailboxStep): { code: number; text: string } | undefined =>
    step === 'rcpt-to' && !relays
      ? { code: 554, text: '5.7.1 <jane.miller@example.com>: Relay access denied' }
      : undefined;
  const { mailbox, postbox } = await stageSmtp(t, { answer });
  const delivery = await postbox.deliver(letter);
  assert.equal(delivery.delivery, 'failed');
  assert.match(JSON.stringify(delivery), /554 5\.7\.1 <…>: Relay access denied.*whom it relays for/);
  relays = true;
  assert.deepEqual(await postbox.deliver(letter), { delivery: 'accepted' });
  assert.equal(mailbox.letters().length, 1);
});

const noes = [
  { step: 'rcpt-to', code: 550, delivery: 'refused' },
  { step: 'rcpt-to', code: 451, delivery: 'failed' },
  { step: 'letter', code: 552, delivery: 'refused' },
  { step: 'letter', code: 554, delivery: 'failed' },
  { step: 'letter', code: 451, delivery: 'failed' },
  { step: 'mail-from', code: 550, delivery: 'failed' },
  { step: 'connected', code: 554, delivery: 'failed' },
  { step: 'connected', code: 421, delivery: 'failed' },
] as const;

for (const { step, code, delivery } of noes) {
  test(`${code} at ${step} is ${delivery}`, async (t) => {
    let says = true;
    const answer = (at: MailboxStep): { code: number; text: string } | undefined =>
      says && at.step === step ? { code, text: 'not today' } : undefined;
    const { mailbox, postbox } = await stageSmtp(t, { answer });

    const answered = await postbox.deliver(letter);

    assert.equal(answered.delivery, delivery);
    assert.match(JSON.stringify(answered), new RegExp(`: ${code}`));
    assert.deepEqual(mailbox.letters(), []);
    // The next letter is none the worse for it.
    says = false;
    assert.deepEqual(await postbox.deliver(letter), { delivery: 'accepted' });
  });
}

test('where nobody listens, a letter has failed', async (t) => {
  const mailbox = await openMailbox();
  await mailbox.close();
  const postbox = createSmtpPostbox({ url: mailbox.url, from: 'no-reply@acme.example', clock: sampleClock });
  t.after(() => postbox.close());
  const delivery = await postbox.deliver(letter);
  assert.equal(delivery.delivery, 'failed');
  assert.match(JSON.stringify(delivery), /ECONNREFUSED/);
});

const never = (): Promise<undefined> => new Promise(() => undefined);

test('a server that does not greet is given up', async (t) => {
  const silent = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const address = silent.address();
  const url = `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const timeouts = { ...smtpTimeouts, greetingMs: 30 };
  const postbox = createSmtpPostbox({ url, from: 'no-reply@acme.example', clock: sampleClock, timeouts });
  t.after(async () => {
    await postbox.close();
    silent.close();
  });
  const delivery = await postbox.deliver(letter);
  assert.equal(delivery.delivery, 'failed');
  assert.match(JSON.stringify(delivery), /Greeting never received/);
});

test('a server that falls silent is given up', async (t) => {
  const answer = ({ step }: MailboxStep): Promise<undefined> | undefined =>
    step === 'letter' ? never() : undefined;
  const { postbox } = await stageSmtp(t, { answer }, { timeouts: { ...smtpTimeouts, silenceMs: 30 } });
  const delivery = await postbox.deliver(letter);
  assert.equal(delivery.delivery, 'failed');
  assert.match(JSON.stringify(delivery), /ETIMEDOUT/);
});

test('a letter has its time in all, its wait for a free connection counted', async (t) => {
  const answer = ({ step }: MailboxStep): Promise<undefined> | undefined =>
    step === 'letter' ? never() : undefined;
  const timeouts = { ...smtpTimeouts, letterMs: 100 };
  const { postbox } = await stageSmtp(t, { answer }, { timeouts, query: '?maxConnections=1' });
  const deliveries = await Promise.all([postbox.deliver(letter), postbox.deliver(letter)]);
  for (const delivery of deliveries) {
    assert.equal(delivery.delivery, 'failed');
    assert.match(JSON.stringify(delivery), /given up/);
  }
});

test('closing waits for the letter under way and takes no other', async (t) => {
  let letGo: () => void = () => undefined;
  let arrived: () => void = () => undefined;
  const atLetter = new Promise<void>((resolve) => (arrived = resolve));
  const answer = async ({ step }: MailboxStep): Promise<undefined> => {
    if (step !== 'letter') return;
    arrived();
    await new Promise<void>((resolve) => (letGo = resolve));
  };
  const { mailbox, postbox } = await stageSmtp(t, { answer });
  const order: string[] = [];
  const delivery = postbox.deliver(letter);
  await atLetter;
  const closing = postbox.close().finally(() => order.push('closed'));
  assert.deepEqual(await postbox.deliver(letter), { delivery: 'failed', reason: 'the postbox is closed' });
  await nextTurn();
  order.push('let go');
  letGo();
  assert.deepEqual(await delivery, { delivery: 'accepted' });
  await closing;
  assert.deepEqual(order, ['let go', 'closed']);
  assert.equal(mailbox.letters().length, 1);
});

test('closing does not wait for a server that never ends', async (t) => {
  let arrived: () => void = () => undefined;
  const atLetter = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const answer = async ({ step }: MailboxStep): Promise<undefined> => {
    if (step !== 'letter') return;
    arrived();
    await never();
  };
  const { postbox } = await stageSmtp(t, { answer }, { timeouts: { ...smtpTimeouts, closeMs: 20 } });
  const delivery = postbox.deliver(letter);
  await atLetter;
  await postbox.close();
  assert.match(JSON.stringify(await delivery), /"failed".*given up/);
});
