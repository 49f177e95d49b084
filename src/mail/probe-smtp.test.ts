import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type MailboxOptions, openMailbox } from '../../test/kit/mailbox.ts';
import { probeSmtp } from './probe-smtp.ts';

async function mailboxUrl(t: TestContext, options: MailboxOptions = {}): Promise<string> {
  const mailbox = await openMailbox(options);
  t.after(() => mailbox.close());
  t.after(() => assert.deepEqual(mailbox.letters(), []));
  return mailbox.url;
}

test('a server that answers, with or without credentials, is well', async (t) => {
  assert.deepEqual(await probeSmtp(await mailboxUrl(t)), { ok: true });
  const credentials = { user: 'segue', password: 'p:/?#@ss' };
  assert.deepEqual(await probeSmtp(await mailboxUrl(t, { credentials })), { ok: true });
});

test('a wrong password is told, and not shown', async (t) => {
  const url = new URL(await mailboxUrl(t, { credentials: { user: 'segue', password: 'right' } }));
  url.password = 'hunter22';
  assert.deepEqual(await probeSmtp(url.href), {
    ok: false,
    reason: 'the SMTP server did not accept the credentials (535)',
    advice: 'Check the user and the password in SMTP_URL.',
  });
});

test('a server that is away, or does not speak, is told', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const portOf = (address: ReturnType<typeof gone.address>): number =>
    typeof address === 'object' && address !== null ? address.port : assert.fail();
  const away = `smtp://127.0.0.1:${portOf(gone.address())}`;
  gone.close();
  await once(gone, 'close');
  assert.match(JSON.stringify(await probeSmtp(away)), /"ok":false,"reason":"ESOCKET: connect ECONNREFUSED/);

  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const connected = once(silent, 'connection');
  const url = `smtp://127.0.0.1:${portOf(silent.address())}?greetingTimeout=600000`;
  const probing = probeSmtp(url, 100);
  assert.deepEqual(await probing, { ok: false, reason: 'no answer within 0.1 s' });
  const [socket] = await connected;
  socket.destroy();
  silent.close();
});
