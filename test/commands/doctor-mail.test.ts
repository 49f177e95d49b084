import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openMailbox } from '../kit/mailbox.ts';

const main = join(import.meta.dirname, '../../src/main.mjs');

interface Said {
  readonly status: number | string | null | undefined;
  readonly out: string;
  readonly err: string;
}

/** Runs a verb in a folder of its own; this process goes on, and answers as a mail server. */
async function segue(t: TestContext, verb: string, env: Readonly<Record<string, string>>): Promise<Said> {
  const cwd = await mkdtemp(join(tmpdir(), 'segue-doctor-'));
  t.after(() => rm(cwd, { recursive: true }));
  return new Promise((resolve) =>
    execFile(process.execPath, [main, verb], { env, cwd }, (error, out, err) =>
      resolve({ status: error === null ? 0 : error.code, out, err }),
    ),
  );
}

test('doctor says where letters go while there is no mail server', async (t) => {
  const { status, out } = await segue(t, 'doctor', {});
  assert.equal(status, 0, out);
  assert.match(out, /✓ mail +no SMTP_URL: letters are laid down in data\/outbox, nobody gets mail/);
});

test('doctor asks the mail server, and sends nothing', async (t) => {
  const mailbox = await openMailbox({ credentials: { user: 'segue', password: 'hunter22' } });
  t.after(() => mailbox.close());
  const well = await segue(t, 'doctor', { SMTP_URL: mailbox.url, SMTP_FROM: 'Acme <no-reply@acme.example>' });
  assert.equal(well.status, 0, well.out);
  assert.match(
    well.out,
    /✓ mail +127\.0\.0\.1:\d+ answers and has nothing against the credentials; letters come from Acme <no-reply@acme\.example>/,
  );
  const wrong = await segue(t, 'doctor', { SMTP_URL: mailbox.url.replace('hunter22', 'hunter23') });
  assert.equal(wrong.status, 1);
  assert.match(
    wrong.out,
    /✗ mail +127\.0\.0\.1:\d+: .*credentials \(535\)\. Check the user and the password/,
  );
  assert.doesNotMatch(well.out + well.err + wrong.out + wrong.err, /hunter2/);
  assert.deepEqual(mailbox.letters(), []);
});

test('doctor tells of a mail server that is away', async (t) => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const address = gone.address();
  assert.ok(typeof address === 'object' && address !== null);
  gone.close();
  await once(gone, 'close');
  const { status, out } = await segue(t, 'doctor', { SMTP_URL: `smtp://127.0.0.1:${address.port}` });
  assert.equal(status, 1);
  assert.match(out, /✗ mail +127\.0\.0\.1:\d+: ESOCKET: connect ECONNREFUSED/);
});

for (const [setting, value, sentence] of [
  ['SMTP_URL', 'smtp://u:hunter22@h/?debug=true', 'SMTP_URL has an unknown option: debug'],
  ['SMTP_URL', 'smtp://', 'SMTP_URL is not of the form'],
  ['SMTP_FROM', 'nobody', 'SMTP_FROM must be an address'],
] as const) {
  test(`${setting}=${value} ends the start with a sentence, and doctor has it too`, async (t) => {
    const start = await segue(t, 'start', { [setting]: value });
    assert.equal(start.status, 78);
    assert.ok(start.err.startsWith(`segue: ${sentence}`), start.err);
    assert.doesNotMatch(start.err, /\n.+\n/);
    const doctor = await segue(t, 'doctor', { [setting]: value });
    assert.equal(doctor.status, 1);
    assert.ok(doctor.out.includes(`✗ settings    ${sentence}`), doctor.out);
    assert.doesNotMatch(start.err + start.out + doctor.err + doctor.out, /hunter22/);
  });
}
