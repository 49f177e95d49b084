import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readJob, writeJobPayload } from './job-payload.ts';
import type { Job } from './jobs.ts';

const request: Job<'password-change-request'> = {
  kind: 'password-change-request',
  payload: {
    connectionId: 'con_1',
    email: 'Ü@example.com',
    clientId: 'shop',
    languages: ['pt-BR', 'de'],
    resultUrl: 'https://shop.example/done',
    source: { ip: '192.0.2.7', userAgent: 'curl/8' },
  },
};
const letter = (order: Job<'send-letter'>['payload']['letter']): Job => ({
  kind: 'send-letter',
  payload: { letter: order, languages: [], userId: null, connectionId: 'con_1' },
});
const jobs: readonly Job[] = [
  request,
  {
    ...request,
    payload: { ...request.payload, clientId: null, resultUrl: null, source: { ip: null, userAgent: null } },
  },
  letter({ kind: 'password-change', ticketId: 't' }),
  letter({ kind: 'email-verification', ticketId: 't' }),
  letter({ kind: 'password-changed', to: 'a@example.com', at: 5 }),
  letter({ kind: 'email-changed', to: 'a@example.com', at: 5 }),
  {
    kind: 'check-local-users',
    payload: { connectionId: 'con_1', afterUserId: 'auth0|7', asked: 3, found: 2, unclear: 1 },
  },
];

function changed(job: Job, change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...job.payload, ...change });
}

describe("a job's payload", () => {
  it('is read as it was written', () => {
    for (const job of jobs) assert.deepEqual(readJob(job.kind, writeJobPayload(job)), job);
  });

  it('is read without what does not belong to it', () => {
    assert.deepEqual(readJob(request.kind, changed(request, { later: 1 })), request);
  });

  it('is not read when it lacks something, or something has another type', () => {
    for (const job of jobs) {
      for (const key of Object.keys(job.payload)) {
        for (const wrong of [undefined, -5, {}, [5]])
          assert.equal(readJob(job.kind, changed(job, { [key]: wrong })), undefined, `${key}: ${wrong}`);
      }
    }
  });

  it('is not read when its letter is not one that we write', () => {
    for (const wrong of [
      { kind: 'invoice', ticketId: 't', to: 'a@example.com', at: 5 },
      { kind: 'password-change', to: 'a@example.com', at: 5 },
      { kind: 'password-changed', ticketId: 't' },
      { kind: 'email-changed', to: 'a@example.com', at: 'now' },
      { kind: 'email-changed', to: 'a@example.com', at: 1.5 },
    ])
      assert.equal(
        readJob(
          'send-letter',
          changed(letter({ kind: 'password-change', ticketId: 't' }), { letter: wrong }),
        ),
        undefined,
      );
  });

  it('is not read when it is of no kind of ours, or no JSON object', () => {
    const payload = writeJobPayload(request);
    for (const kind of ['send-invoice', '', 'toString', 'send-letter'])
      assert.equal(readJob(kind, payload), undefined);
    for (const text of ['', '{', 'null', '[]', '"text"', '5'])
      assert.equal(readJob('password-change-request', text), undefined);
  });

  it('is neither written nor read above 64 kB', () => {
    const large = (bytes: number): Job => {
      const empty = { ...request.payload, email: '' };
      const rest = Buffer.byteLength(JSON.stringify(empty));
      return { ...request, payload: { ...empty, email: 'ü'.repeat((bytes - rest) / 2) } };
    };
    const [most, tooMuch] = [large(64 * 1024), large(64 * 1024 + 2)];
    assert.deepEqual(readJob(most.kind, writeJobPayload(most)), most);
    assert.throws(() => writeJobPayload(tooMuch), RangeError);
    assert.equal(readJob(tooMuch.kind, JSON.stringify(tooMuch.payload)), undefined);
  });
});
