import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTransport } from 'nodemailer';
import { openMailbox } from './mailbox.ts';

test('a mailbox keeps what it is sent, and tells who waits for it', async (t) => {
  const mailbox = await openMailbox();
  const transport = createTransport(mailbox.url);
  t.after(async () => {
    transport.close();
    await mailbox.close();
  });
  const second = mailbox.waitFor(({ subject }) => subject === 'Zwei');
  for (const subject of ['Eins', 'Zwei']) {
    await transport.sendMail({
      from: 'Ärztin <a@x.example>',
      to: 'b@y.example',
      subject,
      text: `${'ein langer Text – '.repeat(20)}https://x.example/?a=1&b=2\n`,
      html: '<p>Grüße <a href="https://x.example/?a=1&amp;b=2">hier</a> <a href="mailto:c@z.example">c</a></p>',
    });
  }
  const letter = await second;
  assert.equal(letter.from, 'Ärztin <a@x.example>');
  assert.deepEqual(letter.envelope, { from: 'a@x.example', to: ['b@y.example'] });
  assert.deepEqual(letter.links, ['https://x.example/?a=1&b=2']);
  assert.ok(letter.text.startsWith('ein langer Text – ein langer Text – '));
  assert.match(letter.html, /Grüße/);
  assert.equal((await mailbox.waitFor(({ subject }) => subject === 'Eins')).subject, 'Eins');
  mailbox.clear();
  assert.deepEqual(mailbox.letters(), []);
});
