import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readMime } from '../../test/kit/read-mime.ts';
import { sampleClock, sampleLetter, sampleLink, sampleNow } from './fakes/sample-letters.ts';
import { type Announcement, createOutboxPostbox, type OutboxOptions } from './outbox-postbox.ts';

async function stage(t: TestContext, options: Partial<OutboxOptions> = {}) {
  const root = await mkdtemp(join(tmpdir(), 'segue-outbox-'));
  t.after(() => rm(root, { recursive: true }));
  const directory = join(root, 'data', 'outbox');
  const announced: Announcement[] = [];
  const announce = (announcement: Announcement): void => void announced.push(announcement);
  const from = 'no-reply@acme.example';
  const postbox = createOutboxPostbox({ directory, from, clock: sampleClock, announce, ...options });
  return { root, directory, announced, postbox };
}

test('a letter lies in the outbox as a whole message, and its place is announced', async (t) => {
  const { directory, announced, postbox } = await stage(t);

  assert.deepEqual(await postbox.deliver(sampleLetter('password-change')), { delivery: 'accepted' });

  const file = join(directory, '2026-11-24T160500.000Z-69247d0c0a1b2c3d4e5f6071.eml');
  assert.deepEqual(announced, [
    {
      to: 'jane.miller@example.com',
      subject: 'Choose a new password for Acme Outdoor',
      file,
      link: sampleLink,
    },
  ]);
  const message = readMime(await readFile(file, 'latin1'));
  assert.equal(message.headers.get('to'), 'jane.miller@example.com');
  assert.equal(message.headers.get('message-id'), '<69247d0c0a1b2c3d4e5f6071@acme.example>');
  assert.equal(message.headers.get('auto-submitted'), 'auto-generated');
  assert.ok(message.text.includes(sampleLink));
  assert.match(message.html, /Choose a new password/);
});

test('a notice has no link to announce', async (t) => {
  const { announced, postbox } = await stage(t);
  await postbox.deliver(sampleLetter('email-changed'));
  assert.equal(announced[0]?.link, null);
});

test('only its owner can read the outbox', async (t) => {
  const { directory, announced, postbox } = await stage(t);
  await postbox.deliver(sampleLetter('password-change'));
  assert.equal((await stat(directory)).mode & 0o777, 0o700);
  assert.equal((await stat(announced[0]?.file ?? '')).mode & 0o777, 0o600);
});

test('the newest 500 letters are kept, and nothing of anybody else’s is touched', async (t) => {
  let now = sampleNow;
  const { directory, postbox } = await stage(t, { clock: { now: () => now } });
  await postbox.deliver(sampleLetter('email-changed', { id: 'first' }));
  await writeFile(join(directory, '0.eml'), 'mine');
  await writeFile(join(directory, 'notes.txt'), 'mine');
  for (let count = 1; count <= 500; count += 1) {
    const time = new Date(sampleNow + count).toISOString().replaceAll(':', '');
    await writeFile(join(directory, `${time}-${count}.eml`), '');
  }
  now = sampleNow + 501;
  await postbox.deliver(sampleLetter('email-changed', { id: 'last' }));

  const kept = await readdir(directory);
  assert.equal(kept.length, 502);
  assert.ok(kept.includes('0.eml') && kept.includes('notes.txt'));
  assert.ok(!kept.some((name) => /-(first|1)\.eml$/.test(name)));
  assert.ok(kept.some((name) => name.endsWith('-last.eml')) && kept.some((name) => name.endsWith('-2.eml')));
});

test('what cannot be addressed is refused, what cannot be written has failed, and neither is announced', async (t) => {
  const { root, announced, postbox } = await stage(t);
  const letter = sampleLetter('password-change', { to: 'jane@example.com,eve@evil.example' });
  assert.equal((await postbox.deliver(letter)).delivery, 'refused');
  await writeFile(join(root, 'data'), 'a file where the folder should be');
  assert.deepEqual(await postbox.deliver(sampleLetter('password-change')), {
    delivery: 'failed',
    reason: 'the outbox cannot be written: ENOTDIR',
  });
  assert.deepEqual(announced, []);
});

test('an id names no file outside the outbox', async (t) => {
  const { directory, announced, postbox } = await stage(t);
  await postbox.deliver(sampleLetter('email-changed', { id: '../../evil/\0.eml' }));
  assert.equal(announced[0]?.file, join(directory, '2026-11-24T160500.000Z-evileml.eml'));
});
