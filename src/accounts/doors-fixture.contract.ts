import assert from 'node:assert/strict';
import { createInMemoryTenantStore } from '../tenant/fakes/in-memory-tenant-store.ts';
import { answerPasswordChangeRequest } from './answer-password-change-request.ts';
import { createAttackProtection } from './attack-protection.ts';
import { checkLocalUsers } from './check-local-users.ts';
import { confirmPasswordChange } from './confirm-password-change.ts';
import type { Connection } from './connection.ts';
import { connectionFixture } from './fakes/connection-fixture.ts';
import { createInMemoryAccountsStore } from './fakes/in-memory-accounts-store.ts';
import { createInMemoryAttemptCounters } from './fakes/in-memory-attempt-counters.ts';
import { createInMemoryLegacy } from './fakes/in-memory-legacy.ts';
import { createManualClock } from './fakes/manual-clock.ts';
import { createPlainHasher } from './fakes/plain-hasher.ts';
import { createStrictPolicy } from './fakes/strict-policy.ts';
import type { JobOutcome, JobSoFar, StoredJob } from './jobs.ts';
import type { ConfirmPasswordChangeOutcome } from './password-change.ts';
import type { Letter } from './postbox.ts';
import { requestPasswordChange } from './request-password-change.ts';
import { sendLetterWithinLimits } from './send-letter-within-limits.ts';
import { createThrottles } from './throttles.ts';

/** Every door but the login, over fakes: jobs are done when they are told to be, and letters can be read. */
export async function doorsFixture(connection: Connection = connectionFixture()) {
  const clock = createManualClock();
  const store = createInMemoryAccountsStore({ clock });
  const legacy = createInMemoryLegacy();
  const tenant = createInMemoryTenantStore();
  const guard = {
    counters: createInMemoryAttemptCounters(),
    clock,
    key: Buffer.alloc(32),
    settings: tenant.settings.get,
  };
  const letters: Letter[] = [];
  const needs = {
    store,
    legacy,
    clock,
    tenant,
    passwords: createPlainHasher(),
    policy: createStrictPolicy({ weak: { verdict: 'too-common' } }),
    ticketKey: Buffer.alloc(32, 1),
    formerTicketKeys: [],
    digestKey: Buffer.alloc(32, 2),
    throttles: createThrottles(guard),
    attackProtection: createAttackProtection(guard),
    refusals: { hasRoom: () => true, wait: async () => {} },
    linkTo: (_purpose: string, secret: string) => secret,
    postbox: {
      async deliver(letter: Letter) {
        letters.push(letter);
        return { delivery: 'accepted' } as const;
      },
    },
  };
  await store.connections.insert(connection);
  legacy.put({ password: 'right', profile: { id: '7', email: 'ada@example.com', nickname: 'ada' } });

  const source = { ip: '192.0.2.1', userAgent: null };
  const done = new Set<string>();
  const doJob = (job: StoredJob, soFar: JobSoFar = { lastReason: null }): Promise<JobOutcome> => {
    done.add(job.id);
    switch (job.kind) {
      case 'send-letter':
        return sendLetterWithinLimits(needs, job, { attempt: 1 });
      case 'password-change-request':
        return answerPasswordChangeRequest(needs, job, soFar);
      case 'check-local-users':
        return checkLocalUsers(needs, job);
    }
  };

  /** Does every job, and those that it adds; says how each ended. */
  async function work(): Promise<readonly JobOutcome[]> {
    const outcomes: JobOutcome[] = [];
    for (;;) {
      const next = (await store.pendingJobs()).find(({ id }) => !done.has(id));
      if (next === undefined) return outcomes;
      outcomes.push(await doJob(next));
    }
  }

  async function forgot(email: string, from = source.ip): Promise<void> {
    const request = { connection, clientId: 'app', email, languages: ['de'] };
    await requestPasswordChange(needs, { ...request, source: { ...source, ip: from } });
  }

  return {
    ...needs,
    needs,
    connection,
    letters,
    source,
    doJob,
    work,
    forgot,
    /** Asks for a link and returns its secret. */
    async link(email: string): Promise<string> {
      const before = letters.length;
      await forgot(email);
      await work();
      const letter = letters.slice(before).find(({ kind }) => kind === 'password-change');
      if (letter === undefined || !('link' in letter)) assert.fail('there is no letter');
      return letter.link;
    },
    choose: (secret: string, password: string): Promise<ConfirmPasswordChangeOutcome> =>
      confirmPasswordChange(needs, { secret, password, source }),
    kinds: async (): Promise<readonly string[]> =>
      (await store.events.list({ offset: 0, limit: 100, direction: 'asc', withTotal: false })).events.map(
        ({ kind }) => kind,
      ),
  };
}
