import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doorsFixture } from './doors-fixture.contract.ts';
import type { StoredJob } from './jobs.ts';
import { lookAtTicket } from './look-at-ticket.ts';
import type { Delivery } from './postbox.ts';
import { recordGivenUp } from './record-given-up.ts';
import { sendLetter } from './send-letter.ts';

const dayMs = 24 * 60 * 60_000;
const [oldKey, newKey] = [Buffer.alloc(32, 1), Buffer.alloc(32, 9)];
type Doors = Awaited<ReturnType<typeof doorsFixture>>;
type LetterJob = Extract<StoredJob, { kind: 'send-letter' }>;

/** The job of a letter that is still to be sent; its link is made with the old key. */
async function letterJob(doors: Doors): Promise<LetterJob> {
  await doors.forgot('ada@example.com');
  const [request] = await doors.store.pendingJobs();
  if (request === undefined) assert.fail();
  await doors.doJob(request);
  const job = (await doors.store.pendingJobs()).find(({ kind }) => kind === 'send-letter');
  if (job?.kind !== 'send-letter') assert.fail('there is no letter');
  return job;
}

test('a link is sent for as long as it opens something', async () => {
  const doors = await doorsFixture();
  const job = await letterJob(doors);
  doors.clock.advance(dayMs - 1);
  assert.deepEqual(await sendLetter(doors.needs, job), { done: true });
  doors.clock.advance(1);
  assert.deepEqual(await sendLetter(doors.needs, job), { never: 'its link has expired' });
  assert.equal(doors.letters.length, 1);
});

test('a letter with a link is tried again until the link expires; one without, as any job', async () => {
  const doors = await doorsFixture();
  const job = await letterJob(doors);
  const expiresAt = doors.clock.now() + dayMs;
  const saying = (delivery: Delivery) => ({ ...doors.needs, postbox: { deliver: async () => delivery } });
  const away = saying({ delivery: 'failed', reason: 'away' });
  assert.deepEqual(await sendLetter(away, job), { again: 'away', until: expiresAt });
  const locked = saying({ delivery: 'failed', reason: 'locked', advice: 'mend it' });
  assert.deepEqual(await sendLetter(locked, job), { again: 'locked', until: expiresAt, advice: 'mend it' });
  assert.deepEqual(await sendLetter(saying({ delivery: 'refused', reason: 'nobody' }), job), {
    never: 'nobody',
  });
  const letter = { kind: 'password-changed', to: 'ada@example.com', at: 5 } as const;
  const notice = { ...job, payload: { ...job.payload, letter } };
  assert.deepEqual(await sendLetter(away, notice), { again: 'away' });
});

test('after a rotation of the master key a letter that waited has the link that was meant, and it opens', async () => {
  const doors = await doorsFixture();
  const job = await letterJob(doors);
  const rotated = { ...doors.needs, ticketKey: newKey, formerTicketKeys: [Buffer.alloc(32, 7), oldKey] };
  assert.deepEqual(await sendLetter(rotated, job), { done: true });
  const [letter] = doors.letters;
  if (letter === undefined || !('link' in letter)) assert.fail('there is no link');
  assert.equal((await lookAtTicket(rotated, letter.link)).state, 'open');
  assert.deepEqual(await doors.choose(letter.link, 'new'), { outcome: 'changed', resultUrl: null });
});

test('a letter whose key is not known here waits for it, and the operator is told which is missing', async () => {
  const doors = await doorsFixture();
  const job = await letterJob(doors);
  const outcome = await sendLetter({ ...doors.needs, ticketKey: newKey, formerTicketKeys: [] }, job);
  assert.ok('again' in outcome);
  assert.equal(outcome.until, doors.clock.now() + dayMs);
  assert.match(outcome.advice ?? '', /SEGUE_SECRET_KEY/);
  assert.deepEqual(doors.letters, []);
  assert.deepEqual(await sendLetter(doors.needs, job), { done: true }); // by another node
});

test('who was promised a letter and will not have it is named by an event, and no link is', async () => {
  const doors = await doorsFixture();
  const job = await letterJob(doors);
  const before = (await doors.kinds()).length;
  await recordGivenUp(doors.needs, job, 'away');
  const [request] = await doors.store.pendingJobs();
  if (request === undefined) assert.fail();
  await recordGivenUp(doors.needs, request, 'nobody waits for it any more');
  const { events } = await doors.store.events.list({
    offset: before,
    limit: 9,
    direction: 'asc',
    withTotal: false,
  });
  const { id: connectionId, name: connectionName } = doors.connection;
  const about = { connectionId, connectionName, userId: null, identifier: 'ada@example.com' };
  const nobody = { ip: null, userAgent: null };
  assert.deepEqual(
    events.map(({ id: _id, at: _at, ...event }) => event),
    [
      {
        kind: 'letter-not-delivered',
        letter: 'password-change',
        reason: 'away',
        ...about,
        source: nobody,
        clientId: null,
      },
      {
        kind: 'password-change-not-offered',
        reason: 'nobody waits for it any more',
        ...about,
        source: doors.source,
        clientId: 'app',
      },
    ],
  );
});

test('an event tells of a letter whose ticket has gone, too', async () => {
  const doors = await doorsFixture();
  const job = await letterJob(doors);
  await doors.store.connections.delete(doors.connection.id);
  assert.deepEqual(await sendLetter(doors.needs, job), {
    never: 'its link was used, has expired or is void',
  });
  await recordGivenUp(doors.needs, job, 'gone');
  assert.equal((await doors.kinds()).at(-1), 'letter-not-delivered');
});
